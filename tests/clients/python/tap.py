"""A socket that passes bytes on and remembers them, and the repetition of what it remembers."""

import socket
import threading


class Tap:
    """Stands between a client and the service: passes everything on and keeps what the client sent, byte by byte."""

    def __init__(self, target):
        self.target = target
        self.sent = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            service = socket.create_connection(address(self.target))
            threading.Thread(target=self._pump, args=(client, service, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(service, client, False), daemon=True).start()

    def _pump(self, source, sink, is_client):
        try:
            while data := source.recv(65536):
                if is_client:
                    self.sent += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            # The other side is gone: nothing is left to pass on.
            sink.close()


def address(endpoint):
    """Host and port of `host:port`."""
    host, port = endpoint.rsplit(":", 1)
    return host, int(port)


def send_raw(endpoint, request):
    """Sends bytes as they are, and returns the status and the body of the answer."""
    with socket.create_connection(address(endpoint), timeout=10) as connection:
        connection.sendall(request)
        answer = connection.makefile("rb")
        status = int(answer.readline().split()[1])
        length = 0
        while (line := answer.readline().strip()) != b"":
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
        return status, answer.read(length)
