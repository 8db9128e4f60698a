"""What a stack is made of, by type: made, found and deleted in SeaweedFS, moto and PostgreSQL.

SeaweedFS keeps no lifecycle that it would act on and no bucket policy that asks for TLS (it listens without): these two
are taken and forgotten. Everything of IAM and EC2 is moto's.
"""
import json

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError


class Failed(Exception):
    """Its text is the reason of the resource's event."""


class Below:
    """The services that are real, and moto's."""

    def __init__(self, config, moto):
        service = config["service"]
        self.region = config["region"]

        session = botocore.session.get_session()

        def client(name, endpoint):
            return session.create_client(name, endpoint_url=endpoint, region_name=self.region,
                                         aws_access_key_id=service["access_key"], aws_secret_access_key=service["secret"],
                                         config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}))

        self.s3 = client("s3", config["s3"])
        self.iam = client("iam", moto)
        self.ec2 = client("ec2", moto)


class Type:
    """How resources of a type are made. Properties come with Ref and the like resolved."""

    replaced_by = ()  # properties that can't be changed in place

    def make(self, double, stack, name, properties):
        """(physical id, attributes)"""
        return f"{stack.name}-{name}", {}

    def change(self, double, physical, properties):
        pass

    def delete(self, double, physical, properties):
        pass

    def live(self, double, physical, properties):
        """The properties as they are now, None if it is gone."""
        return properties


class Bucket(Type):
    def make(self, double, stack, name, properties):
        bucket = f"{stack.name}-{name}-{stack.token}".lower()
        double.below.s3.create_bucket(Bucket=bucket)
        double.below.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=properties["VersioningConfiguration"])
        return bucket, {"Arn": f"arn:aws:s3:::{bucket}"}

    def delete(self, double, physical, properties):
        try:
            versions = double.below.s3.list_object_versions(Bucket=physical)
            if versions.get("Versions") or versions.get("DeleteMarkers"):
                raise Failed(f"The bucket you tried to delete is not empty (Bucket: {physical})")
            double.below.s3.delete_bucket(Bucket=physical)
        except double.below.s3.exceptions.NoSuchBucket:
            pass
        except ClientError as error:
            raise Failed(str(error)) from error

    def live(self, double, physical, properties):
        names = [bucket["Name"] for bucket in double.below.s3.list_buckets()["Buckets"]]
        return properties if physical in names else None


class Role(Type):
    def make(self, double, stack, name, properties):
        role = f"{stack.name}-{name}-{stack.token}"
        made = double.below.iam.create_role(
            RoleName=role, AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]))
        for policy in properties["Policies"]:
            double.below.iam.put_role_policy(RoleName=role, PolicyName=policy["PolicyName"],
                                             PolicyDocument=json.dumps(policy["PolicyDocument"]))
        return role, {"Arn": made["Role"]["Arn"]}

    def delete(self, double, physical, properties):
        for policy in properties["Policies"]:
            double.below.iam.delete_role_policy(RoleName=physical, PolicyName=policy["PolicyName"])
        double.below.iam.delete_role(RoleName=physical)

    def live(self, double, physical, properties):
        try:
            double.below.iam.get_role(RoleName=physical)
        except double.below.iam.exceptions.NoSuchEntityException:
            return None
        return properties


class Vpc(Type):
    replaced_by = ("CidrBlock",)

    def make(self, double, stack, name, properties):
        return double.below.ec2.create_vpc(CidrBlock=properties["CidrBlock"])["Vpc"]["VpcId"], {}

    def delete(self, double, physical, properties):
        double.below.ec2.delete_vpc(VpcId=physical)


class Subnet(Type):
    replaced_by = ("CidrBlock", "AvailabilityZone", "VpcId")

    def make(self, double, stack, name, properties):
        made = double.below.ec2.create_subnet(VpcId=properties["VpcId"], CidrBlock=properties["CidrBlock"],
                                              AvailabilityZone=properties["AvailabilityZone"])
        return made["Subnet"]["SubnetId"], {}

    def delete(self, double, physical, properties):
        double.below.ec2.delete_subnet(SubnetId=physical)


class SecurityGroup(Type):
    replaced_by = ("VpcId", "GroupDescription")

    @staticmethod
    def _rules(properties):
        return [{"IpProtocol": rule["IpProtocol"], "FromPort": rule["FromPort"], "ToPort": rule["ToPort"],
                 "IpRanges": [{"CidrIp": rule["CidrIp"]}]} for rule in properties.get("SecurityGroupIngress", [])]

    def make(self, double, stack, name, properties):
        group = double.below.ec2.create_security_group(
            GroupName=f"{stack.name}-{name}", Description=properties["GroupDescription"], VpcId=properties["VpcId"])
        if self._rules(properties):
            double.below.ec2.authorize_security_group_ingress(GroupId=group["GroupId"],
                                                              IpPermissions=self._rules(properties))
        return group["GroupId"], {"GroupId": group["GroupId"]}

    def change(self, double, physical, properties):
        group = double.below.ec2.describe_security_groups(GroupIds=[physical])["SecurityGroups"][0]
        if group["IpPermissions"]:
            double.below.ec2.revoke_security_group_ingress(GroupId=physical, IpPermissions=group["IpPermissions"])
        if self._rules(properties):
            double.below.ec2.authorize_security_group_ingress(GroupId=physical, IpPermissions=self._rules(properties))

    def delete(self, double, physical, properties):
        double.below.ec2.delete_security_group(GroupId=physical)

    def live(self, double, physical, properties):
        try:
            group = double.below.ec2.describe_security_groups(GroupIds=[physical])["SecurityGroups"][0]
        except ClientError:
            return None
        now = [{"IpProtocol": rule["IpProtocol"], "FromPort": rule["FromPort"], "ToPort": rule["ToPort"],
                "CidrIp": block["CidrIp"]} for rule in group["IpPermissions"] for block in rule["IpRanges"]]
        live = dict(properties)
        if "SecurityGroupIngress" in properties or now:
            described = {rule["CidrIp"]: rule.get("Description") for rule in properties.get("SecurityGroupIngress", [])}
            live["SecurityGroupIngress"] = [
                {"Description": described[rule["CidrIp"]], **rule} if described.get(rule["CidrIp"]) else rule for rule in now]
        return live


class InternetGateway(Type):
    def make(self, double, stack, name, properties):
        return double.below.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"], {}

    def delete(self, double, physical, properties):
        double.below.ec2.delete_internet_gateway(InternetGatewayId=physical)


class GatewayAttachment(Type):
    def make(self, double, stack, name, properties):
        double.below.ec2.attach_internet_gateway(InternetGatewayId=properties["InternetGatewayId"],
                                                 VpcId=properties["VpcId"])
        return f"IGW|{properties['VpcId']}", {}

    def delete(self, double, physical, properties):
        double.below.ec2.detach_internet_gateway(InternetGatewayId=properties["InternetGatewayId"],
                                                 VpcId=properties["VpcId"])


class RouteTable(Type):
    def make(self, double, stack, name, properties):
        return double.below.ec2.create_route_table(VpcId=properties["VpcId"])["RouteTable"]["RouteTableId"], {}

    def delete(self, double, physical, properties):
        double.below.ec2.delete_route_table(RouteTableId=physical)


class Route(Type):
    def make(self, double, stack, name, properties):
        double.below.ec2.create_route(RouteTableId=properties["RouteTableId"], GatewayId=properties["GatewayId"],
                                      DestinationCidrBlock=properties["DestinationCidrBlock"])
        return f"{properties['RouteTableId']}|{properties['DestinationCidrBlock']}", {}

    def delete(self, double, physical, properties):
        double.below.ec2.delete_route(RouteTableId=properties["RouteTableId"],
                                      DestinationCidrBlock=properties["DestinationCidrBlock"])


class RouteAssociation(Type):
    def make(self, double, stack, name, properties):
        made = double.below.ec2.associate_route_table(RouteTableId=properties["RouteTableId"],
                                                      SubnetId=properties["SubnetId"])
        return made["AssociationId"], {}

    def delete(self, double, physical, properties):
        double.below.ec2.disassociate_route_table(AssociationId=physical)


class Namespace(Type):
    replaced_by = ("NamespaceName", "DbName")

    def make(self, double, stack, name, properties):
        double.warehouses.make_namespace(properties)
        return properties["NamespaceName"], {}

    def change(self, double, physical, properties):
        double.warehouses.namespaces[physical].update(properties)

    def delete(self, double, physical, properties):
        double.warehouses.delete_namespace(physical)


class Workgroup(Type):
    replaced_by = ("WorkgroupName", "NamespaceName")

    def make(self, double, stack, name, properties):
        if len(set(properties["SubnetIds"])) < 3:
            raise Failed("subnets in at least three Availability Zones are needed")
        double.warehouses.make_workgroup(properties)
        return properties["WorkgroupName"], {}

    def change(self, double, physical, properties):
        double.warehouses.workgroups[physical].update(properties)

    def delete(self, double, physical, properties):
        del double.warehouses.workgroups[physical]


class Cluster(Type):
    replaced_by = ("ClusterIdentifier", "DBName")

    def make(self, double, stack, name, properties):
        if properties["NodeType"].startswith("dc2"):
            raise Failed("Invalid node type: " + properties["NodeType"])
        double.warehouses.make_cluster(properties)
        return properties["ClusterIdentifier"], {}

    def change(self, double, physical, properties):
        double.warehouses.clusters[physical].update(properties)

    def delete(self, double, physical, properties):
        double.warehouses.delete_cluster(physical)


TYPES = {
    "AWS::S3::Bucket": Bucket(),
    "AWS::S3::BucketPolicy": Type(),
    "AWS::IAM::Role": Role(),
    "AWS::EC2::VPC": Vpc(),
    "AWS::EC2::Subnet": Subnet(),
    "AWS::EC2::SecurityGroup": SecurityGroup(),
    "AWS::EC2::InternetGateway": InternetGateway(),
    "AWS::EC2::VPCGatewayAttachment": GatewayAttachment(),
    "AWS::EC2::RouteTable": RouteTable(),
    "AWS::EC2::Route": Route(),
    "AWS::EC2::SubnetRouteTableAssociation": RouteAssociation(),
    "AWS::RedshiftServerless::Namespace": Namespace(),
    "AWS::RedshiftServerless::Workgroup": Workgroup(),
    "AWS::Redshift::ClusterSubnetGroup": Type(),
    "AWS::Redshift::ClusterParameterGroup": Type(),
    "AWS::Redshift::Cluster": Cluster(),
}
