#include "cloud/redshift_api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr const char* kVersion = "2012-12-01";
constexpr const char* kTarget = "RedshiftServerless";
constexpr int kLoginSeconds = 3600;  // the longest there is

JsonValue call_serverless(AwsSession& session, const std::string& action, const Json& parameters,
                          const AwsResources& resources, const std::stop_token& stop = {}) {
  const std::string body =
      session.json("redshift-serverless", kTarget, action, json_text(parameters), resources.warehouse(), {stop});
  JsonValue json = try_parse_json(body);
  if (json.is_object()) return json;
  throw outside_error(fmt::format("redshift-serverless:{} gave no JSON", action)).at(resources.warehouse());
}

std::string text_at(const JsonValue& json, const char* name) { return json.find(name).text_or(""); }

pugi::xml_document call_cluster(AwsSession& session, const std::string& action, const Fields& parameters,
                                const AwsResources& resources, const std::stop_token& stop = {}) {
  const std::string body = session.query("redshift", kVersion, action, parameters, resources.warehouse(), {stop});
  pugi::xml_document document;
  document.load_buffer(body.data(), body.size());
  return document;
}

pugi::xml_node find_node(const pugi::xml_document& document, std::string_view name) {
  return document.find_node([&](const pugi::xml_node& node) { return name == node.name(); });
}

RedshiftEndpoint checked(RedshiftEndpoint endpoint, const AwsResources& resources) {
  if (!endpoint.host.empty() && endpoint.port > 0) return endpoint;
  throw outside_error(fmt::format("{} has no address yet: it is {}", resources.warehouse(), to_lower(endpoint.status)))
      .hint("wait until it is available, or resume it if it is paused")
      .retryable();
}

}  // namespace

RedshiftEndpoint find_endpoint(AwsSession& session, const AwsResources& resources, const std::stop_token& stop) {
  if (resources.cluster.empty()) {
    const JsonValue workgroup =
        call_serverless(session, "GetWorkgroup", {{"workgroupName", resources.workgroup}}, resources, stop)
            .find("workgroup");
    const JsonValue address = workgroup.find("endpoint");
    return checked({text_at(address, "address"), static_cast<int>(address.find("port").integer_or(0)),
                    workgroup.find("publiclyAccessible").flag_or(false), text_at(workgroup, "status")},
                   resources);
  }
  const pugi::xml_document answer =
      call_cluster(session, "DescribeClusters", {{"ClusterIdentifier", resources.cluster}}, resources, stop);
  const pugi::xml_node address = find_node(answer, "Endpoint");
  return checked(
      {address.child_value("Address"), address.child("Port").text().as_int(),
       find_node(answer, "PubliclyAccessible").text().as_bool(), find_node(answer, "ClusterStatus").child_value()},
      resources);
}

RedshiftLogin get_login(AwsSession& session, const AwsResources& resources, const std::stop_token& stop) {
  if (resources.cluster.empty()) {
    const JsonValue answer = call_serverless(
        session, "GetCredentials",
        {{"workgroupName", resources.workgroup}, {"dbName", resources.database}, {"durationSeconds", kLoginSeconds}},
        resources, stop);
    return {text_at(answer, "dbUser"), text_at(answer, "dbPassword"),
            std::chrono::system_clock::now() + std::chrono::seconds(kLoginSeconds)};
  }
  const pugi::xml_document answer = call_cluster(session, "GetClusterCredentialsWithIAM",
                                                 {{"ClusterIdentifier", resources.cluster},
                                                  {"DbName", resources.database},
                                                  {"DurationSeconds", std::to_string(kLoginSeconds)}},
                                                 resources, stop);
  return {find_node(answer, "DbUser").child_value(), find_node(answer, "DbPassword").child_value(),
          parse_iso_time(find_node(answer, "Expiration").child_value())};
}

std::string admin_secret(AwsSession& session, const AwsResources& resources) {
  if (resources.cluster.empty()) {
    const JsonValue workgroup =
        call_serverless(session, "GetWorkgroup", {{"workgroupName", resources.workgroup}}, resources);
    const std::string name = text_at(workgroup.find("workgroup"), "namespaceName");
    const JsonValue answer = call_serverless(session, "GetNamespace", {{"namespaceName", name}}, resources);
    return text_at(answer.find("namespace"), "adminPasswordSecretArn");
  }
  const pugi::xml_document answer =
      call_cluster(session, "DescribeClusters", {{"ClusterIdentifier", resources.cluster}}, resources);
  return find_node(answer, "MasterPasswordSecretArn").child_value();
}

}  // namespace rox
