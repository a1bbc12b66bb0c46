"""A load from a process of its own: keep-alive connections that ask, wait and ask again.

The servers are loaded by turns, in many short slices: what else the machine does then falls on all
of them alike, and their ratio stays comparable where their speeds are not.
"""

import multiprocessing
import re
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

PATIENCE = 10
"""Seconds without any answer after which a server counts as hung."""

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slice:
    """One short load: requests a second, each latency in milliseconds, answers that were bad."""

    rate: float
    latencies: tuple[float, ...]
    bad: int


@dataclass(frozen=True, slots=True)
class Question:
    """A request, and the body of its one right answer: a line that fails apologises with a 200."""

    request: bytes
    answer: bytes


def run(ports: Sequence[int], question: Question, slices: int, seconds: float) -> list[list[Slice]]:
    """Load the servers at these ports of this machine by turns; the slices of each.

    Raises SystemExit if a server hangs up or falls silent; the load's message stands above.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(ports, question, slices, seconds, sending))
    process.start()
    sending.close()  # or a load that dies would be waited for without end
    try:
        result: list[list[Slice]] = receiving.recv()
    except EOFError as error:
        raise SystemExit("the load ended early; its messages stand above") from error
    finally:
        process.terminate()
        process.join()
    return result


def _load(
    ports: Sequence[int], question: Question, slices: int, seconds: float, sending: Connection
) -> None:
    pin(LOAD_CORE)
    lines = [_connected(port) for port in ports]
    seen: list[list[Slice]] = [[] for _ in ports]
    for number in range(WARM_UP + slices):
        for sockets, taken in zip(lines, seen, strict=True):
            done = _slice(sockets, question, seconds)
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


def _slice(sockets: Sequence[socket.socket], question: Question, seconds: float) -> Slice:
    selector = selectors.DefaultSelector()
    asked = {}
    received = {}
    start = time.perf_counter()
    for sock in sockets:
        selector.register(sock, selectors.EVENT_READ, sock)
        received[sock] = b""
        asked[sock] = time.perf_counter()
        sock.sendall(question.request)
    latencies: list[float] = []
    bad = 0
    waiting = len(sockets)
    while waiting:
        ready = selector.select(timeout=PATIENCE)
        if not ready:
            raise SystemExit("a server under load fell silent")
        for key, _ in ready:
            sock = key.data
            data = sock.recv(65_536)
            if not data:
                raise SystemExit("a server under load hung up")
            received[sock] += data
            body = _body(received[sock])
            if body is None:
                continue
            now = time.perf_counter()
            latencies.append((now - asked[sock]) * 1_000)
            right = received[sock].startswith(b"HTTP/1.1 200 ") and body == question.answer
            bad += not right
            received[sock] = b""
            if now - start < seconds:
                asked[sock] = now
                sock.sendall(question.request)
            else:
                waiting -= 1
    selector.close()
    return Slice(len(latencies) / (time.perf_counter() - start), tuple(latencies), bad)


def _body(data: bytes) -> bytes | None:
    """The body of an answer; None while it is not all there."""
    head, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return None
    length = LENGTH.search(head)
    if not length:
        raise SystemExit("a server under load answered without a length")
    return body if len(body) >= int(length[1]) else None
