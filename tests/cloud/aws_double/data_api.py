"""Redshift's Data API: statements run in sessions through wire.py, as any other client's do."""
import ssl
import threading
import uuid
from collections import defaultdict

import pg8000.native

from .signatures import Refused

MOST = 40  # statements of a batch
PAGE = 500  # rows
TYPES = {16: "bool", 20: "int8", 21: "int2", 23: "int4", 25: "text", 19: "name", 700: "float4", 701: "float8",
         1042: "bpchar", 1043: "varchar", 1082: "date", 1114: "timestamp", 1184: "timestamptz", 1700: "numeric",
         2205: "regclass"}


class Session:
    def __init__(self, connect, arn):
        self.connect, self.arn, self.lock = connect, arn, threading.Lock()
        self.connection = connect()
        self.process = self.connection.run("SELECT pg_backend_pid()")[0][0]


class Statement:
    def __init__(self):
        self.status, self.error, self.columns, self.rows = "SUBMITTED", None, [], []
        self.session, self.cancelled = None, False


class DataApi:
    def __init__(self, warehouses, wire, config):
        self.warehouses, self.wire = warehouses, wire
        self.sessions, self.statements, self.tokens = {}, {}, {}

    def call(self, action, parameters, arn):
        return getattr(self, "do_" + action)(parameters, arn)

    def _session(self, parameters, arn):
        if "SessionId" in parameters:
            session = self.sessions.get(parameters["SessionId"])
            if session is None or session.arn != arn:
                raise Refused(400, "ValidationException", "The session isn't available")
            return parameters["SessionId"], session
        if "WorkgroupName" in parameters and parameters["WorkgroupName"] not in self.warehouses.workgroups:
            raise Refused(400, "ValidationException", f"Redshift endpoint doesn't exist in this region.")
        if "SecretArn" in parameters:
            user, password = self.warehouses.log_in_by_secret(parameters["SecretArn"])
        else:
            user, password = self.warehouses.log_in(arn)
        trusted = ssl.create_default_context(cafile=self.wire.certificate)

        def connect():
            connection = pg8000.native.Connection(user, host="localhost", port=self.wire.port, password=password,
                                                  database=parameters["Database"], ssl_context=trusted)
            connection.pg_types = defaultdict(lambda: str)  # values as PostgreSQL writes them
            return connection

        identity = str(uuid.uuid4())
        self.sessions[identity] = Session(connect, arn)
        return identity, self.sessions[identity]

    def _submit(self, parameters, arn, run):
        token = parameters.get("ClientToken")
        if token and token in self.tokens:
            return self.tokens[token]
        identity, session = self._session(parameters, arn)
        statement = Statement()
        name = str(uuid.uuid4())
        self.statements[name] = statement
        statement.session = session

        def work():
            with session.lock:
                if statement.cancelled:
                    statement.status = "ABORTED"
                    return
                statement.status = "STARTED"
                try:
                    run(session.connection, statement)
                    statement.status = "FINISHED"
                except pg8000.native.DatabaseError as error:
                    statement.error = "ERROR: " + error.args[0].get("M", str(error))
                    statement.status = "ABORTED" if statement.cancelled else "FAILED"
                except Exception as error:
                    statement.error, statement.status = f"ERROR: {error!r}", "FAILED"

        threading.Thread(target=work, daemon=True).start()
        answer = {"Id": name, "SessionId": identity}
        if token:
            self.tokens[token] = answer
        return answer

    def do_ExecuteStatement(self, parameters, arn):
        def run(connection, statement):
            statement.rows = connection.run(parameters["Sql"]) or []
            statement.columns = connection.columns or []

        return self._submit(parameters, arn, run)

    def do_BatchExecuteStatement(self, parameters, arn):
        if len(parameters["Sqls"]) > MOST:
            raise Refused(400, "ValidationException", f"Member must have length less than or equal to {MOST}")

        def run(connection, statement):
            connection.run("BEGIN")
            try:
                for sql in parameters["Sqls"]:
                    connection.run(sql)
                connection.run("COMMIT")
            except Exception:
                connection.run("ROLLBACK")
                raise

        return self._submit(parameters, arn, run)

    def do_CancelStatement(self, parameters, arn):
        statement = self.statements[parameters["Id"]]
        if statement.status in ("FINISHED", "FAILED", "ABORTED"):
            raise Refused(400, "ValidationException", f"Could not cancel a query that is already in {statement.status} state")
        statement.cancelled = True
        if statement.status == "STARTED":
            other = statement.session.connect()
            other.run(f"SELECT pg_cancel_backend({statement.session.process})")
            other.close()
        return {"Status": True}

    def do_DescribeStatement(self, parameters, arn):
        statement = self.statements[parameters["Id"]]
        return {"Id": parameters["Id"], "Status": statement.status, **({"Error": statement.error} if statement.error else {})}

    def do_GetStatementResult(self, parameters, arn):
        statement = self.statements[parameters["Id"]]
        if not statement.columns:
            raise Refused(400, "ResourceNotFoundException", "Query does not have result.")
        at = int(parameters.get("NextToken", 0))
        kinds = [TYPES.get(column["type_oid"], "unknown") for column in statement.columns]
        answer = {"ColumnMetadata": [self._column(column) for column in statement.columns],
                  "Records": [[self._field(kind, value) for kind, value in zip(kinds, row)]
                              for row in statement.rows[at:at + PAGE]],
                  "TotalNumRows": len(statement.rows)}
        if at + PAGE < len(statement.rows):
            answer["NextToken"] = str(at + PAGE)
        return answer

    @staticmethod
    def _column(column):
        kind, modifier = TYPES.get(column["type_oid"], "unknown"), column["type_modifier"] - 4
        out = {"name": column["name"], "label": column["name"], "typeName": kind, "precision": 0, "scale": 0, "length": 0}
        if kind == "numeric" and modifier >= 0:
            out["precision"], out["scale"] = modifier >> 16, modifier & 0xffff
        if kind == "varchar" and modifier >= 0:
            out["length"] = modifier
        return out

    @staticmethod
    def _field(kind, value):
        if value is None:
            return {"isNull": True}
        if kind in ("int2", "int4", "int8"):
            return {"longValue": int(value)}
        if kind == "bool":
            return {"booleanValue": value == "t"}
        if kind in ("float4", "float8"):
            return {"doubleValue": float(value)}
        return {"stringValue": value}
