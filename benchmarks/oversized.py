"""A body that is far too large, sent until the service answers."""

import select
import socket
import time
from dataclasses import dataclass

PIECE = b"x" * 65_536

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Refusal:
    """What came of it: the status, the seconds until it came, and the bytes of the body that were sent until then."""

    status: int
    seconds: float
    sent: int


def oversized(port: int, size: int, *, told: bool = True) -> Refusal:
    """Send a form with a file of this size, and stop as soon as there is an answer.

    ``told`` says the size in the headers, as browsers do; else the body comes in chunks of an unknown number.
    """
    length = f"Content-Length: {size}" if told else "Transfer-Encoding: chunked"
    lines = ("POST /v1/intakes HTTP/1.1", "Host: 127.0.0.1", "Content-Type: multipart/form-data; boundary=b", length)
    start = b'--b\r\nContent-Disposition: form-data; name="list"; filename="list.csv"\r\n\r\n'
    piece = PIECE if told else b"%x\r\n%s\r\n" % (len(PIECE), PIECE)
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        began = time.perf_counter()
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        connection.sendall(start if told else b"%x\r\n%s\r\n" % (len(start), start))
        sent = len(start)
        while sent < size:
            readable, writable, _ = select.select([connection], [connection], [], PATIENCE_SECONDS)
            if readable or not writable:
                break
            sent += min(len(PIECE), connection.send(piece) if told else _sent(connection, piece))
        answer = connection.recv(65_536)
        return Refusal(int(answer.split()[1]), time.perf_counter() - began, sent)


def _sent(connection: socket.socket, piece: bytes) -> int:
    connection.sendall(piece)
    return len(piece)
