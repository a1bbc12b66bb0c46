"""A load from a process of its own: keep-alive connections that ask, wait and ask again.

The servers are loaded by turns, in many short slices: what else the machine does then falls on all
of them alike, and their ratio stays comparable where their speeds are not.
"""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.servers import LOAD_CORE, pin

CONNECTIONS = 4
WARM_UP = 4
"""Slices at the beginning that don't count."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One short load: requests a second, each latency in milliseconds, answers that were bad."""

    rate: float
    latencies: tuple[float, ...]
    bad: int


def run(ports: Sequence[int], request: bytes, slices: int, seconds: float) -> list[list[Slice]]:
    """Load the servers at these ports of this machine by turns; the slices of each."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(ports, request, slices, seconds, sending))
    process.start()
    try:
        result: list[list[Slice]] = receiving.recv()
    finally:
        process.join()
    return result


def _load(
    ports: Sequence[int], request: bytes, slices: int, seconds: float, sending: Connection
) -> None:
    pin(LOAD_CORE)
    lines = [_connected(port) for port in ports]
    seen: list[list[Slice]] = [[] for _ in ports]
    for number in range(WARM_UP + slices):
        for sockets, taken in zip(lines, seen, strict=True):
            done = _slice(sockets, request, seconds)
            if number >= WARM_UP:
                taken.append(done)
    for sockets in lines:
        for sock in sockets:
            sock.close()
    sending.send(seen)


def _connected(port: int) -> list[socket.socket]:
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    for sock in sockets:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sockets


def _slice(sockets: Sequence[socket.socket], request: bytes, seconds: float) -> Slice:
    selector = selectors.DefaultSelector()
    asked = {}
    received = {}
    start = time.perf_counter()
    for sock in sockets:
        selector.register(sock, selectors.EVENT_READ, sock)
        received[sock] = b""
        asked[sock] = time.perf_counter()
        sock.sendall(request)
    latencies: list[float] = []
    bad = 0
    waiting = len(sockets)
    while waiting:
        for key, _ in selector.select(timeout=10):
            sock = key.data
            received[sock] += sock.recv(65_536)
            if not _complete(received[sock]):
                continue
            now = time.perf_counter()
            latencies.append((now - asked[sock]) * 1_000)
            bad += not received[sock].startswith(b"HTTP/1.1 200 ")
            received[sock] = b""
            if now - start < seconds:
                asked[sock] = now
                sock.sendall(request)
            else:
                waiting -= 1
    selector.close()
    return Slice(len(latencies) / (time.perf_counter() - start), tuple(latencies), bad)


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
