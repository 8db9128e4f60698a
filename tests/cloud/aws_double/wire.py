"""Redshift's port: PostgreSQL's protocol with TLS only and passwords, in front of a PostgreSQL.

Statements go through dialect.py on their way down; COPY is done here, by copy_files.py, as a COPY FROM STDIN below.
"""
import select
import socket
import socketserver
import ssl
import struct
import subprocess
from pathlib import Path

from . import copy_files, dialect

SSL_REQUEST, CANCEL_REQUEST = 80877103, 80877102
PIECE = 1 << 16


def message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


def query(sql):
    return message(b"Q", sql.encode() + b"\0")


def fatal(code, text):
    return message(b"E", b"SFATAL\0" + b"C" + code.encode() + b"\0M" + text.encode() + b"\0\0")


def raising(code, text):
    """A statement that fails so: what state the transaction is in then is PostgreSQL's to say."""
    quoted = text.replace("%", "%%").replace("'", "''")
    return f"DO $double$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = E'{escaped(quoted)}'; END $double$"


def escaped(text):
    return text.replace("\\", "\\\\").replace("%%", "%")


def receive(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def receive_message(connection):
    kind = receive(connection, 1)
    (length,) = struct.unpack("!i", receive(connection, 4))
    return kind, receive(connection, length - 4)


class WireServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, warehouses, faults, config):
        super().__init__(("127.0.0.1", 0), Session)
        self.port = self.server_address[1]
        self.warehouses, self.faults = warehouses, faults
        self.below = (config["postgres"]["host"], config["postgres"]["port"])
        folder = Path(config["folder"])
        self.certificate, key = str(folder / "redshift.crt"), str(folder / "redshift.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", self.certificate],
                       check=True, capture_output=True)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.certificate, key)

    def serve(self):
        self.serve_forever()

    def handle_error(self, request, client_address):
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        client = self.request
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        (length,) = struct.unpack("!i", receive(client, 4))
        body = receive(client, length - 4)
        (code,) = struct.unpack("!i", body[:4])
        if code == CANCEL_REQUEST:
            with socket.create_connection(self.server.below) as below:
                below.sendall(struct.pack("!i", length) + body)
            return
        if code != SSL_REQUEST:
            client.sendall(fatal("28000", "no pg_hba.conf entry, SSL off: TLS is required here"))
            return
        client.sendall(b"S")
        client = self.server.tls.wrap_socket(client, server_side=True)
        (length,) = struct.unpack("!i", receive(client, 4))
        start = receive(client, length - 4)
        fields = start[4:].rstrip(b"\0").decode().split("\0")
        settings = dict(zip(fields[::2], fields[1::2]))
        self.user, self.database = settings["user"], settings["database"]
        client.sendall(message(b"R", struct.pack("!i", 3)))
        kind, password = receive_message(client)
        known = self.server.warehouses.logins.get(self.user, set())
        if kind != b"p" or password[:-1].decode() not in known:
            client.sendall(fatal("28P01", f'password authentication failed for user "{self.user}"'))
            return
        below = socket.create_connection(self.server.below)
        below.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # As Redshift reads literals: a backslash escapes.
        text = f"user\0{self.user}\0database\0{self.database}\0standard_conforming_strings\0off\0" \
               "escape_string_warning\0off\0client_encoding\0UTF8\0\0".encode()
        below.sendall(struct.pack("!ii", len(text) + 8, 196608) + text)
        try:
            self.relay(client, below)
        finally:
            below.close()

    def relay(self, client, below):
        while True:
            ready, _, _ = select.select([client, below], [], [])
            if below in ready:
                data = below.recv(PIECE)
                if not data:
                    return
                client.sendall(data)
            if client in ready:
                while True:
                    kind, body = receive_message(client)
                    below.sendall(self.translated(kind, body, below))
                    if kind == b"X":
                        return
                    if not client.pending():
                        break

    def translated(self, kind, body, below):
        serverless = self.server.warehouses.is_serverless(self.database)
        if kind == b"Q":
            sql = body[:-1].decode()
            try:
                options = dialect.copy_options(sql)
                if options:
                    return self.copy(options, below)
                return query(dialect.translate(sql, serverless))
            except dialect.NotInRedshift as missing:
                return query(raising("0A000", str(missing)))
        if kind == b"P":
            name, sql, rest = body.split(b"\0", 2)
            try:
                text = dialect.translate(sql.decode(), serverless)
            except dialect.NotInRedshift as missing:
                text = raising("0A000", str(missing))
            return message(kind, name + b"\0" + text.encode() + b"\0" + rest)
        return message(kind, body)

    def copy(self, options, below):
        """What is left to send: PostgreSQL's answer to it is the client's."""
        warehouses = self.server.warehouses
        table = options["table"].lower()
        aside = warehouses.connect(self.database)
        try:
            files = copy_files.read_files(warehouses.below, options, warehouses.roles_of(self.database))
            plain = table.replace('"', "").split(".")[-1]
            parts = copy_files.as_csv(files, options, copy_files.columns_of(aside, table), plain, self.server.faults)
        except copy_files.CopyFailed as failed:
            for url, line, column, text in failed.rows:
                aside.run("INSERT INTO redshift_views.sys_load_error_detail VALUES (getdate(), :t, :f, :l, :c, :m)",
                          t=table, f=url, l=line, c=column, m=text)
            return query(raising("XX000", str(failed)))
        finally:
            aside.close()
        below.sendall(query(f"COPY {table} FROM STDIN WITH (FORMAT csv, NULL '{copy_files.NULL}')".replace("\\", "\\\\")))
        kind, answer = receive_message(below)
        if kind != b"G":  # the error, then: but it has to be the answer to something
            receive_message(below)
            return query(raising("XX000", answer.decode(errors="replace").replace("\0", " ")))
        for _, data in parts:
            for at in range(0, len(data), PIECE):
                below.sendall(message(b"d", data[at:at + PIECE]))
        return message(b"c", b"")
