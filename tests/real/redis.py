"""A Redis of our own: on a free port of this machine, with nothing on disk, ended when left."""

import subprocess
import tempfile
from typing import Self

from tests.web.servers import free_port

PROGRAM = "redis-server"
SECONDS = 30


class Server:
    """A running Redis."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = tempfile.TemporaryDirectory(prefix="careline-redis-")

    def __enter__(self) -> Self:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        options += ["--appendonly", "no", "--dir", self._folder.name]
        self._process = subprocess.Popen(
            [PROGRAM, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return self
        raise AssertionError("Redis did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=SECONDS)
        self._folder.cleanup()
