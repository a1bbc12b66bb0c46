"""A load from a process of its own: keep-alive connections that ask, wait and ask again."""

import multiprocessing
import selectors
import socket
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.servers import LOAD_CORE, pin

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of load saw: requests a second, latencies in milliseconds, bad answers."""

    rate: float
    p50: float
    p99: float
    bad: int


def run(port: int, request: bytes, seconds: float) -> Round:
    """Load a server of this machine for so many seconds."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(port, request, seconds, sending))
    process.start()
    try:
        result = receiving.recv()
    finally:
        process.join(timeout=seconds + 30)
    assert isinstance(result, Round)  # noqa: S101 - what _load sends
    return result


def _load(port: int, request: bytes, seconds: float, sending: Connection) -> None:
    pin(LOAD_CORE)
    selector = selectors.DefaultSelector()
    began: dict[socket.socket, float] = {}
    for _ in range(CONNECTIONS):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ)
        began[sock] = time.perf_counter()
        sock.sendall(request)
    latencies: list[float] = []
    received: dict[socket.socket, bytes] = dict.fromkeys(began, b"")
    bad = 0
    start = time.perf_counter()
    now = start
    while now - start < seconds:
        for key, _ in selector.select(timeout=5):
            sock = key.fileobj
            assert isinstance(sock, socket.socket)  # noqa: S101 - all that is registered
            data = received[sock] + sock.recv(65_536)
            if not _complete(data):
                received[sock] = data
                continue
            received[sock] = b""
            now = time.perf_counter()
            latencies.append(now - began[sock])
            bad += not data.startswith(b"HTTP/1.1 200 ")
            began[sock] = now
            sock.sendall(request)
    for sock in began:
        sock.close()
    latencies.sort()
    at = [latencies[int(len(latencies) * share)] * 1_000 for share in (0.5, 0.99)]
    sending.send(Round(len(latencies) / (now - start), at[0], at[1], bad))


def _complete(data: bytes) -> bool:
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return False
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    return len(body) >= length
