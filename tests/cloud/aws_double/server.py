"""The HTTP side of the double: python3 -m aws_double.server CONFIG.json

CONFIG.json: {"folder", "faults", "postgres": {"host", "port", "user"}, "s3",
              "users": [{"arn", "access_key", "secret"}], "service": {"access_key", "secret"}, "region"}

`users` are those whose requests are taken; `service` has the keys that the double itself uses below. The ports that it
listens on, moto's address and the certificate of its Redshift are written to folder/ready.json.
"""
import json
import re
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from . import moto_services, signatures
from .data_api import DataApi
from .faults import Faults
from .resources import Below
from .stacks import Stacks
from .warehouses import Warehouses
from .wire import WireServer
from .xml_text import xml_text

JSON_SERVICES = ("redshift-serverless", "redshift-data")


class Double:
    def __init__(self, config):
        self.config = config
        self.faults = Faults(config["faults"])
        self.keys = signatures.Keys()
        for user in config["users"]:
            self.keys.add(user["access_key"], user["secret"], None, user["arn"])
        users = {user["arn"].split("/")[-1]: user for user in config["users"]}
        self.moto = moto_services.start({**users, "service": config["service"]})
        self.below = Below(config, self.moto)
        self.warehouses = Warehouses(self.below, config)
        self.wire = WireServer(self.warehouses, self.faults, config)
        self.warehouses.port = self.wire.port
        self.stacks = Stacks(self.below, self.warehouses, self.faults, config)
        self.data_api = DataApi(self.warehouses, self.wire, config)

    def answer(self, method, path, headers, body):
        """(status, content type, text) of a request."""
        _, _, service = signatures.scope_of(headers)
        if service in JSON_SERVICES:
            action = headers["X-Amz-Target"].split(".")[1]
        else:
            action = dict(urllib.parse.parse_qsl(body.decode())).get("Action", "")
        try:
            self.refuse_expired(headers)
            arn = signatures.check(method, path, headers, body, self.keys)
            fault = self.faults.refusal(f"{service}:{action}")
            if fault:
                raise signatures.Refused(fault["status"], fault["code"], fault["message"])
            if service in JSON_SERVICES:
                part = self.data_api if service == "redshift-data" else self.warehouses
                return 200, "application/x-amz-json-1.1", json.dumps(part.call(action, json.loads(body), arn))
            if service in ("cloudformation", "redshift"):
                part = self.stacks if service == "cloudformation" else self.warehouses
                result = part.query(action, dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)), arn)
                return 200, "text/xml", xml_text({f"{action}Response": {
                    f"{action}Result": result, "ResponseMetadata": {"RequestId": "double-request"}}})
            return self.forward(method, path, headers, body)
        except signatures.Refused as refused:
            if service in JSON_SERVICES:
                return (refused.status, "application/x-amz-json-1.1",
                        json.dumps({"__type": refused.code, "message": refused.message}))
            return refused.status, "text/xml", xml_text({"ErrorResponse": {
                "Error": {"Code": refused.code, "Message": refused.message}, "RequestId": "double-request"}})

    def refuse_expired(self, headers):
        """Keys run out when a test writes them into folder/expired."""
        file = Path(self.config["folder"]) / "expired"
        if file.exists():
            self.keys.expired.update(file.read_text().split())

    def forward(self, method, path, headers, body):
        """To moto, as it came: moto checks the signature, too. Keys that STS gives out are known from then on."""
        request = urllib.request.Request(self.moto + path, data=body or None, method=method)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection"):
                request.add_header(name, value)
        try:
            with urllib.request.urlopen(request) as response:
                status, kind, text = response.status, response.headers["Content-Type"], response.read().decode()
        except urllib.error.HTTPError as error:
            status, kind, text = error.code, error.headers["Content-Type"], error.read().decode()
        found = {tag: re.search(f"<{tag}>(.*?)</{tag}>", text) for tag in
                 ("AccessKeyId", "SecretAccessKey", "SessionToken", "Arn")}
        if all(found.values()):
            given = [match.group(1) for match in found.values()]
            self.keys.add(*given)
            self.warehouses.note_secrets(given[1:3])
        return status, kind, text


def handler_of(double):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                status, kind, text = double.answer("POST", self.path, self.headers, body)
            except signatures.Refused as refused:
                status, kind, text = refused.status, "text/plain", refused.message
            except Exception as error:  # a gap in the double must be seen in the test
                import traceback

                traceback.print_exc()
                status, kind, text = 501, "text/plain", f"the double failed: {error!r}"
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("x-amzn-RequestId", "double-request")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    return Handler


def main():
    config = json.loads(Path(sys.argv[1]).read_text())
    double = Double(config)
    threading.Thread(target=double.wire.serve, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(double))
    ready = Path(config["folder"]) / "ready.json"
    text = json.dumps({"http": server.server_port, "redshift": double.wire.port, "moto": double.moto,
                       "certificate": double.wire.certificate})
    ready.with_suffix(".new").write_text(text)
    ready.with_suffix(".new").rename(ready)
    server.serve_forever()


if __name__ == "__main__":
    main()
