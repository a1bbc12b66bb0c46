"""A small HTTP server on loopback, for tests that need somebody at the other end."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

POLL = 0.05
"""Seconds until it notices that it is to end."""


class Loopback(ThreadingHTTPServer):
    """It answers from ``start`` to ``end``, and is bound before."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(POLL,))

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> None:
        """Answer requests."""
        self._thread.start()

    def end(self) -> None:
        """Answer none any more."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: clients are killed in tests."""
