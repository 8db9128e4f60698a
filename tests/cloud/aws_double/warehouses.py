"""Redshift's control planes, serverless and provisioned: warehouses are databases of one PostgreSQL, behind wire.py.

Whoever comes with temporary credentials is a database user of his own (IAM:name, IAMR:role) that may do nothing but make
objects in the schema public, as on Redshift.
"""
import datetime
import secrets
import threading
from pathlib import Path

import pg8000.native

from .signatures import Refused

ADMINISTRATOR = "rox_admin"

# What Redshift has and PostgreSQL hasn't, of what rox uses.
FUNCTIONS = [
    "getdate() RETURNS timestamp LANGUAGE sql STABLE AS 'SELECT CAST(now() AT TIME ZONE ''UTC'' AS timestamp)'",
    "strtol(text, int) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS "
    "'SELECT CASE $2 WHEN 16 THEN CAST(CAST(''x'' || lpad($1, 16, ''0'') AS bit(64)) AS bigint) END'",
    "datediff(text, timestamp, timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE $1 "
    "WHEN ''microsecond'' THEN CAST((EXTRACT(epoch FROM $3) - EXTRACT(epoch FROM $2)) * 1000000 AS bigint) "
    "WHEN ''day'' THEN CAST($3 AS date) - CAST($2 AS date) END'",
    "datediff(text, time, time) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE $1 "
    "WHEN ''microsecond'' THEN CAST((EXTRACT(epoch FROM $3) - EXTRACT(epoch FROM $2)) * 1000000 AS bigint) END'",
]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Warehouses:
    def __init__(self, below, config):
        self.below = below
        self.postgres = config["postgres"]
        self.port = 0  # of wire.py
        self.namespaces, self.workgroups, self.clusters = {}, {}, {}
        self.logins = {}  # user: passwords
        self.lock = threading.Lock()
        self.given = Path(config["folder"]) / "secrets-given"  # for tests that look for them elsewhere

    # -------------------------------------------------------------------------------------------- the databases below

    def connect(self, database="postgres"):
        """As PostgreSQL's superuser. Asking for TLS, which isn't there, would read all certificates of the machine first."""
        return pg8000.native.Connection(self.postgres["user"], host=self.postgres["host"], port=self.postgres["port"],
                                        database=database, ssl_context=False)

    def _make_database(self, name):
        below = self.connect()
        self._make_user(below, ADMINISTRATOR)
        below.run(f"CREATE DATABASE {quoted(name)} OWNER {ADMINISTRATOR}")
        below.close()
        inside = self.connect(name)
        inside.run("GRANT CREATE ON SCHEMA public TO PUBLIC")
        for function in FUNCTIONS:
            inside.run("CREATE FUNCTION pg_catalog." + function)
        inside.run("CREATE SCHEMA redshift_views")
        inside.run("CREATE TABLE redshift_views.sys_load_error_detail (start_time timestamp, table_name text, file_name text, "
                   "line_number bigint, column_name text, error_message text)")
        inside.run("CREATE VIEW redshift_views.svv_relation_privileges AS SELECT table_schema AS namespace_name, table_name AS "
                   "relation_name, privilege_type, CASE grantee WHEN 'PUBLIC' THEN 'public' ELSE 'user' END AS identity_type, "
                   "grantee AS identity_name, CASE is_grantable WHEN 'YES' THEN 'true' ELSE 'false' END AS admin_option "
                   "FROM information_schema.table_privileges")
        inside.run("GRANT USAGE ON SCHEMA redshift_views TO PUBLIC")
        inside.run("GRANT SELECT ON ALL TABLES IN SCHEMA redshift_views TO PUBLIC")
        inside.close()

    def _make_user(self, below, user):
        if not below.run("SELECT 1 FROM pg_roles WHERE rolname = :user", user=user):
            below.run(f"CREATE ROLE {quoted(user)} LOGIN")

    def _drop_database(self, name):
        below = self.connect()
        below.run(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
        below.close()

    # ------------------------------------------------------------------------------------------------ for stacks.py

    def make_namespace(self, properties):
        self._make_database(properties["DbName"])
        secret = f"arn:aws:secretsmanager:{self.below.region}:123456789012:secret:redshift!{properties['NamespaceName']}"
        self.namespaces[properties["NamespaceName"]] = {**properties, "secret": secret}

    def delete_namespace(self, name):
        self._drop_database(self.namespaces.pop(name)["DbName"])

    def make_workgroup(self, properties):
        self.workgroups[properties["WorkgroupName"]] = dict(properties)

    def make_cluster(self, properties):
        self._make_database(properties["DBName"])
        secret = f"arn:aws:secretsmanager:{self.below.region}:123456789012:secret:redshift!{properties['ClusterIdentifier']}"
        self.clusters[properties["ClusterIdentifier"]] = {**properties, "secret": secret}

    def delete_cluster(self, name):
        self._drop_database(self.clusters.pop(name)["DBName"])

    # ------------------------------------------------------------------------------------------------ for SQL's sides

    def roles_of(self, database):
        """ARNs of the roles that COPY may take there."""
        for namespace in self.namespaces.values():
            if namespace["DbName"] == database:
                return namespace["IamRoles"]
        for cluster in self.clusters.values():
            if cluster["DBName"] == database:
                return cluster["IamRoles"]
        return []

    def is_serverless(self, database):
        return any(namespace["DbName"] == database for namespace in self.namespaces.values())

    def log_in(self, arn):
        """(user, password) of an identity, for an hour."""
        kind, name = arn.split(":")[-1].split("/")[:2]
        user = ("IAM:" if kind == "user" else "IAMR:") + name
        with self.lock:
            below = self.connect()
            self._make_user(below, user)
            below.close()
            return user, self._password_of(user)

    def log_in_by_secret(self, secret):
        known = {warehouse["secret"] for warehouse in (*self.namespaces.values(), *self.clusters.values())}
        if secret not in known:
            raise Refused(400, "ValidationException", "Secrets Manager can't find the specified secret.")
        return ADMINISTRATOR, self._password_of(ADMINISTRATOR)

    def _password_of(self, user):
        password = secrets.token_urlsafe(24)
        self.logins.setdefault(user, set()).add(password)
        self.note_secrets([password])
        return password

    def note_secrets(self, texts):
        with open(self.given, "a", encoding="utf-8") as file:
            for text in texts:
                print(text, file=file)

    # ------------------------------------------------------------------------------------------------- serverless

    def call(self, action, parameters, arn):
        if action == "GetWorkgroup":
            return {"workgroup": self._workgroup(parameters["workgroupName"])}
        if action == "GetNamespace":
            namespace = self.namespaces[parameters["namespaceName"]]
            return {"namespace": {"namespaceName": namespace["NamespaceName"], "dbName": namespace["DbName"],
                                  "adminPasswordSecretArn": namespace["secret"]}}
        if action == "GetCredentials":
            self._workgroup(parameters["workgroupName"])
            user, password = self.log_in(arn)
            return {"dbUser": user, "dbPassword": password}
        raise Refused(400, "ValidationException", f"the double knows no {action}")

    def _workgroup(self, name):
        if name not in self.workgroups:
            raise Refused(400, "ResourceNotFoundException", f"Workgroup {name} does not exist")
        workgroup = self.workgroups[name]
        return {"workgroupName": name, "namespaceName": workgroup["NamespaceName"], "status": "AVAILABLE",
                "publiclyAccessible": workgroup["PubliclyAccessible"],
                "endpoint": {"address": "localhost", "port": self.port}}

    # ------------------------------------------------------------------------------------------------- provisioned

    def query(self, action, parameters, arn):
        if parameters["ClusterIdentifier"] not in self.clusters:
            raise Refused(404, "ClusterNotFound", f"Cluster {parameters['ClusterIdentifier']} not found.")
        cluster = self.clusters[parameters["ClusterIdentifier"]]
        if action == "DescribeClusters":
            return {"Clusters": {"Cluster": {
                "ClusterIdentifier": cluster["ClusterIdentifier"], "ClusterStatus": "available",
                "Endpoint": {"Address": "localhost", "Port": self.port},
                "PubliclyAccessible": cluster["PubliclyAccessible"], "MasterPasswordSecretArn": cluster["secret"]}}}
        if action == "GetClusterCredentialsWithIAM":
            user, password = self.log_in(arn)
            expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
            return {"DbUser": user, "DbPassword": password, "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ")}
        raise Refused(400, "ValidationError", f"the double knows no {action}")
