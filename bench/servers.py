"""The servers under measurement: gunicorn, with the same settings for each."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 30
SERVER_CORE, LOAD_CORE = 0, 1

SETTINGS = (
    "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "75",
    "--no-control-socket", "--log-level", "warning",
)  # fmt: skip


def pin(core: int, process: int = 0) -> None:
    """Keep a process on one core, where the system can, so that load and server don't mix."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > core:
        os.sched_setaffinity(process, {core})


class Server:
    """An application factory under gunicorn on a free port of this machine."""

    def __init__(self, factory: str, environment: Mapping[str, str]) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.port = int(sock.getsockname()[1])
        address = f"127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", *SETTINGS, "--bind", address, factory]
        self._process = subprocess.Popen(
            command, env={**os.environ, **environment}, start_new_session=True
        )

    def __enter__(self) -> Self:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                pin(SERVER_CORE, self.worker)
                return self
        self.__exit__(None, None, None)
        raise SystemExit("a server did not start; its messages stand above")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=START_SECONDS)

    @property
    def worker(self) -> int:
        """The process id of the one worker."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        if not children.exists():
            return self._process.pid
        return int(children.read_text().split()[0])

    def peak_megabytes(self) -> float | None:
        """The most memory that the worker has used; None where the system does not tell."""
        status = Path(f"/proc/{self.worker}/status")
        if not status.exists():
            return None
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return None
