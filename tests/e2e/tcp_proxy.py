"""Passes connections on 127.0.0.1 on to another port and cuts them all once: tcp_proxy.py TARGET_PORT CUT_AFTER_BYTES [TIMES]

Prints its own port. Each of the first TIMES connections (default 1) that has sent CUT_AFTER_BYTES to the server is cut
without a word; later ones are left alone. Ends with its standard input."""
import os
import socket
import sys
import threading

target, limit = int(sys.argv[1]), int(sys.argv[2])
cuts = [int(sys.argv[3]) if len(sys.argv) > 3 else 1]
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def pump(source, sink, other, may_cut):
    sent = 0
    try:
        while data := source.recv(65536):
            sent += len(data)
            if may_cut and sent > limit and cuts[0] > 0:
                cuts[0] -= 1
                break
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve():
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", target))
        threading.Thread(target=pump, args=(client, server, None, True), daemon=True).start()
        threading.Thread(target=pump, args=(server, client, None, False), daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()
os._exit(0)
