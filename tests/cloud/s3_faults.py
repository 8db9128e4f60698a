"""s3_faults.py TO PORT_FILE RULES LOG: a proxy in front of an S3 store that loses, delays and refuses as a test asks for.

TO is the store's host:port; the port that it listens on is written to PORT_FILE. RULES is a file of JSON, read anew with each
request; the first rule that fits counts:

[{"method": "PUT", "query": "partNumber=2", "times": 2, "status": 503, "headers": {"Retry-After": "1"}, "code": "SlowDown"},
 {"method": "PUT", "times": 1, "reset": true},       the connection is cut while the body comes
 {"method": "GET", "delay": 2},                      seconds until the answer
 {"method": "GET", "cut": 1000}]                     the answer ends after so many bytes

`query` has to be part of the path or the query. Each request that reached the store is a line of LOG: METHOD PATH BYTES STATUS.
Host stays as it came, so that signatures do.
"""
import http.client
import json
import os
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE = 1 << 16
to, port_file, rules_file, log_file = sys.argv[1:5]
used, lock = {}, threading.Lock()


def rule_for(method, path):
    with lock:
        try:
            with open(rules_file, encoding="utf-8") as file:
                rules = json.load(file)
        except FileNotFoundError:
            return {}
        for rule in rules:
            if rule.get("method", method) != method or rule.get("query", "") not in path:
                continue
            key = json.dumps(rule, sort_keys=True)
            used[key] = used.get(key, 0) + 1
            if used[key] <= rule.get("times", 1 << 30):
                return rule
    return {}


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        length = int(self.headers.get("Content-Length", 0))
        rule = rule_for(self.command, self.path)
        if "reset" in rule:
            self.rfile.read(min(length, PIECE))
            # Closed with what it hasn't read, and at once: the other side sees a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        time.sleep(rule.get("delay", 0))
        if "status" in rule:
            while length > 0:
                length -= len(self.rfile.read(min(length, PIECE)))
            code = rule.get("code", "InternalError")
            body = f"<Error><Code>{code}</Code><Message>injected</Message><RequestId>proxy-1</RequestId></Error>".encode()
            self.answer(rule["status"], {**rule.get("headers", {}), "Content-Length": str(len(body))},
                        [b"" if self.command == "HEAD" else body])
            return
        self.pass_on(length, rule)

    def pass_on(self, length, rule):
        store = http.client.HTTPConnection(to)
        store.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            store.putheader(name, value)
        store.endheaders()
        left = length
        while left > 0:
            piece = self.rfile.read(min(left, PIECE))
            left -= len(piece)
            store.send(piece)
        response = store.getresponse()
        with lock, open(log_file, "a", encoding="utf-8") as log:
            print(self.command, self.path, length, response.status, file=log)
        headers = {name: value for name, value in response.getheaders() if name.lower() not in ("transfer-encoding", "connection")}
        if response.length is None and "Content-Length" not in headers:
            body = response.read()
            headers["Content-Length"] = str(len(body))
            self.answer(response.status, headers, [body])
        elif "cut" in rule:
            self.answer(response.status, headers, [response.read(rule["cut"])])
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.answer(response.status, headers, iter(lambda: response.read(PIECE), b""))
        store.close()

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in body:
            self.wfile.write(piece)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Proxy)
with open(port_file + ".new", "w", encoding="utf-8") as out:
    out.write(str(server.server_port))
os.rename(port_file + ".new", port_file)
server.serve_forever()
