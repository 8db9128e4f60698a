#include "cloud/stack/template.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/json.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kStaleDays = 7;  // of cut-off uploads and replaced versions
constexpr int kZones = 3;      // Redshift Serverless wants as many
constexpr std::string_view kNetwork = "10.42.0.0/16";

Json reference(std::string_view name) { return {{"Ref", name}}; }
Json attribute(std::string_view name, std::string_view of) { return {{"Fn::GetAtt", {name, of}}}; }
Json sub(const std::string& text) { return {{"Fn::Sub", text}}; }

class Template {
 public:
  Template(const Project& project, const Target& target) : project_(project), target_(target), aws_(target.aws()) {}

  std::string text() {
    if (aws_.bucket.empty()) add_bucket();
    if (aws_.role.empty()) add_role();
    if (!aws_.has_warehouse()) {
      add_network();
      if (aws_.infra.provisioned) {
        add_cluster();
      } else {
        add_serverless();
      }
    }
    const Json json = {{"AWSTemplateFormatVersion", "2010-09-09"},
                       {"Description", fmt::format("{}, target {}: written by `rox infra`; change rox.toml instead",
                                                   project_.name, target_.name)},
                       {"Resources", resources_},
                       {"Outputs", outputs_}};
    return json_text(json, 2) + "\n";
  }

 private:
  void add(std::string_view name, std::string_view type, Json properties, const Json& more = Json::object()) {
    Json resource = {{"Type", type}};
    resource.update(more);
    resource["Properties"] = std::move(properties);
    resources_[std::string(name)] = std::move(resource);
  }

  void output(const std::string& name, std::string_view description, Json value) {
    outputs_[name] = {{"Description", description}, {"Value", std::move(value)}};
  }

  Json bucket_name() const { return aws_.bucket.empty() ? reference("Bucket") : Json(aws_.bucket); }
  std::string bucket_arn() const {
    return aws_.bucket.empty() ? "${Bucket.Arn}" : "arn:${AWS::Partition}:s3:::" + aws_.bucket;
  }
  Json role_arn() const { return aws_.role.empty() ? attribute("RedshiftRole", "Arn") : Json(aws_.role); }

  void add_bucket() {
    Json rules = Json::array();
    const Json uploads = {{"DaysAfterInitiation", kStaleDays}};
    rules.push_back({{"Id", "leftovers"},
                     {"Status", "Enabled"},
                     {"AbortIncompleteMultipartUpload", uploads},
                     {"NoncurrentVersionExpiration", {{"NoncurrentDays", kStaleDays}}}});
    if (aws_.infra.staging_days > 0) {
      rules.push_back({{"Id", "staging"},
                       {"Status", "Enabled"},
                       {"Prefix", aws_.prefix + "staged/"},
                       {"ExpirationInDays", aws_.infra.staging_days}});
    }
    const Json encryption = {{"ServerSideEncryptionByDefault", {{"SSEAlgorithm", "AES256"}}}};
    add("Bucket", "AWS::S3::Bucket",
        {{"PublicAccessBlockConfiguration",
          {{"BlockPublicAcls", true},
           {"BlockPublicPolicy", true},
           {"IgnorePublicAcls", true},
           {"RestrictPublicBuckets", true}}},
         {"OwnershipControls", {{"Rules", Json::array({{{"ObjectOwnership", "BucketOwnerEnforced"}}})}}},
         {"BucketEncryption", {{"ServerSideEncryptionConfiguration", Json::array({encryption})}}},
         {"VersioningConfiguration", {{"Status", "Enabled"}}},
         {"LifecycleConfiguration", {{"Rules", rules}}}},
        {{"DeletionPolicy", "Delete"}, {"UpdateReplacePolicy", "Retain"}});
    const Json everything = Json::array({sub("${Bucket.Arn}"), sub("${Bucket.Arn}/*")});
    add("BucketPolicy", "AWS::S3::BucketPolicy",
        {{"Bucket", reference("Bucket")},
         {"PolicyDocument",
          {{"Version", "2012-10-17"},
           {"Statement", Json::array({{{"Sid", "OnlyTls"},
                                       {"Effect", "Deny"},
                                       {"Principal", "*"},
                                       {"Action", "s3:*"},
                                       {"Resource", everything},
                                       {"Condition", {{"Bool", {{"aws:SecureTransport", "false"}}}}}},
                                      {{"Sid", "OnlyCurrentTls"},
                                       {"Effect", "Deny"},
                                       {"Principal", "*"},
                                       {"Action", "s3:*"},
                                       {"Resource", everything},
                                       {"Condition", {{"NumericLessThan", {{"s3:TlsVersion", "1.2"}}}}}}})}}}});
    output("Bucket", "Where staged files go", reference("Bucket"));
  }

  void add_role() {
    const Json reads = {{"Sid", "ReadStagedFiles"},
                        {"Effect", "Allow"},
                        {"Action", Json::array({"s3:GetObject"})},
                        {"Resource", sub(fmt::format("{}/{}*", bucket_arn(), aws_.prefix))}};
    const Json lists = {{"Sid", "FindStagedFiles"},
                        {"Effect", "Allow"},
                        {"Action", Json::array({"s3:ListBucket"})},
                        {"Resource", sub(bucket_arn())},
                        {"Condition", {{"StringLike", {{"s3:prefix", aws_.prefix + "*"}}}}}};
    const Json place = {{"Sid", "FindTheBucketsRegion"},
                        {"Effect", "Allow"},
                        {"Action", Json::array({"s3:GetBucketLocation"})},
                        {"Resource", sub(bucket_arn())}};
    add("RedshiftRole", "AWS::IAM::Role",
        {{"Description", fmt::format("Lets Redshift read what {} stages", project_.name)},
         {"AssumeRolePolicyDocument",
          {{"Version", "2012-10-17"},
           {"Statement",
            Json::array({{{"Effect", "Allow"},
                          {"Principal",
                           {{"Service", Json::array({"redshift.amazonaws.com", "redshift-serverless.amazonaws.com"})}}},
                          {"Action", "sts:AssumeRole"},
                          {"Condition", {{"StringEquals", {{"aws:SourceAccount", reference("AWS::AccountId")}}}}}}})}}},
         {"Policies",
          Json::array({{{"PolicyName", "read-staged-files"},
                        {"PolicyDocument",
                         {{"Version", "2012-10-17"}, {"Statement", Json::array({reads, lists, place})}}}}})}});
    output("RoleArn", "Lets Redshift read the staged files", attribute("RedshiftRole", "Arn"));
  }

  bool is_reachable() const { return !aws_.infra.allow_from.empty(); }

  void add_network() {
    add("Vpc", "AWS::EC2::VPC", {{"CidrBlock", kNetwork}, {"EnableDnsSupport", true}, {"EnableDnsHostnames", true}});
    for (int i = 1; i <= kZones; ++i) {
      add(fmt::format("Subnet{}", i), "AWS::EC2::Subnet",
          {{"VpcId", reference("Vpc")},
           {"CidrBlock", fmt::format("10.42.{}.0/24", i)},
           {"AvailabilityZone", {{"Fn::Select", Json::array({i - 1, {{"Fn::GetAZs", ""}}})}}}});
    }
    Json ingress = Json::array();
    if (is_reachable()) {
      ingress.push_back({{"Description", "Redshift, from where rox.toml says"},
                         {"IpProtocol", "tcp"},
                         {"FromPort", kRedshiftPort},
                         {"ToPort", kRedshiftPort},
                         {"CidrIp", aws_.infra.allow_from}});
    }
    // Redshift begins no connection from here. A group without egress rules of its own would let everything out.
    const Json egress = {{"Description", "Nothing"}, {"IpProtocol", "-1"}, {"CidrIp", "127.0.0.1/32"}};
    Json group = {{"GroupDescription", "Who may connect to Redshift"}, {"VpcId", reference("Vpc")}};
    if (is_reachable()) group["SecurityGroupIngress"] = ingress;
    group["SecurityGroupEgress"] = Json::array({egress});
    add("SecurityGroup", "AWS::EC2::SecurityGroup", group);
    if (is_reachable()) add_way_in();
  }

  /// From the internet to the subnets; the security group says for whom.
  void add_way_in() {
    add("InternetGateway", "AWS::EC2::InternetGateway", Json::object());
    add("GatewayAttachment", "AWS::EC2::VPCGatewayAttachment",
        {{"VpcId", reference("Vpc")}, {"InternetGatewayId", reference("InternetGateway")}});
    add("Routes", "AWS::EC2::RouteTable", {{"VpcId", reference("Vpc")}});
    add("RouteOut", "AWS::EC2::Route",
        {{"RouteTableId", reference("Routes")},
         {"DestinationCidrBlock", "0.0.0.0/0"},
         {"GatewayId", reference("InternetGateway")}},
        {{"DependsOn", "GatewayAttachment"}});
    for (int i = 1; i <= kZones; ++i) {
      add(fmt::format("Subnet{}Routes", i), "AWS::EC2::SubnetRouteTableAssociation",
          {{"SubnetId", reference(fmt::format("Subnet{}", i))}, {"RouteTableId", reference("Routes")}});
    }
  }

  Json subnets() const {
    Json list = Json::array();
    for (int i = 1; i <= kZones; ++i) list.push_back(reference(fmt::format("Subnet{}", i)));
    return list;
  }

  /// A public address needs the gateway to be there first.
  Json after_the_gateway() const { return is_reachable() ? Json{{"DependsOn", "GatewayAttachment"}} : Json::object(); }

  void add_serverless() {
    add("Namespace", "AWS::RedshiftServerless::Namespace",
        {{"NamespaceName", aws_.infra.stack},
         {"DbName", aws_.database},
         {"AdminUsername", "rox_admin"},
         {"ManageAdminPassword", true},
         {"IamRoles", Json::array({role_arn()})},
         {"LogExports", Json::array({"connectionlog", "userlog"})}});
    Json workgroup = {{"WorkgroupName", aws_.infra.stack},
                      {"NamespaceName", reference("Namespace")},
                      {"BaseCapacity", aws_.infra.base_capacity}};
    if (aws_.infra.max_capacity > 0) workgroup["MaxCapacity"] = aws_.infra.max_capacity;
    workgroup["Port"] = kRedshiftPort;
    workgroup["PubliclyAccessible"] = is_reachable();
    workgroup["SubnetIds"] = subnets();
    workgroup["SecurityGroupIds"] = Json::array({reference("SecurityGroup")});
    workgroup["ConfigParameters"] = Json::array({{{"ParameterKey", "require_ssl"}, {"ParameterValue", "true"}}});
    add("Workgroup", "AWS::RedshiftServerless::Workgroup", workgroup, after_the_gateway());
    output("Workgroup", "Redshift Serverless", reference("Workgroup"));
  }

  void add_cluster() {
    const AwsInfraConfig& infra = aws_.infra;
    add("ClusterSubnets", "AWS::Redshift::ClusterSubnetGroup",
        {{"Description", "Three zones"}, {"SubnetIds", subnets()}});
    add("ClusterSettings", "AWS::Redshift::ClusterParameterGroup",
        {{"Description", "TLS only"},
         {"ParameterGroupFamily", "redshift-1.0"},
         {"Parameters", Json::array({{{"ParameterName", "require_ssl"}, {"ParameterValue", "true"}}})}});
    Json cluster = {{"ClusterIdentifier", infra.stack},
                    {"ClusterType", infra.nodes > 1 ? "multi-node" : "single-node"},
                    {"NodeType", infra.node_type}};
    if (infra.nodes > 1) cluster["NumberOfNodes"] = infra.nodes;
    cluster["DBName"] = aws_.database;
    cluster["MasterUsername"] = "rox_admin";
    cluster["ManageMasterPassword"] = true;
    cluster["Encrypted"] = true;
    cluster["Port"] = kRedshiftPort;
    cluster["PubliclyAccessible"] = is_reachable();
    cluster["ClusterSubnetGroupName"] = reference("ClusterSubnets");
    cluster["ClusterParameterGroupName"] = reference("ClusterSettings");
    cluster["VpcSecurityGroupIds"] = Json::array({reference("SecurityGroup")});
    cluster["IamRoles"] = Json::array({role_arn()});
    cluster["AutomatedSnapshotRetentionPeriod"] = 1;  // rox makes it anew from the exports at any time
    Json more = after_the_gateway();
    more["DeletionPolicy"] = "Delete";
    more["UpdateReplacePolicy"] = "Delete";
    add("Cluster", "AWS::Redshift::Cluster", cluster, more);
    output("Cluster", "Redshift", reference("Cluster"));
  }

  const Project& project_;
  const Target& target_;
  const AwsConfig& aws_;
  Json resources_ = Json::object();
  Json outputs_ = Json::object();
};

}  // namespace

std::string stack_template(const Project& project, const Target& target) {
  if (!target.aws().needs_stack()) {
    throw usage_error(
        fmt::format("target '{}' names its bucket, role and warehouse: there is nothing to make", target.name))
        .at((project.root / "rox.toml").string())
        .hint("leave out what `rox infra up` shall make");
  }
  return Template(project, target).text();
}

std::map<std::string, std::string> stack_tags(const Project& project, const Target& target) {
  return {{"rox:project", project.name}, {"rox:target", target.name}};
}

}  // namespace rox
