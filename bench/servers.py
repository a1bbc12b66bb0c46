"""The servers under measurement: gunicorn, with the same settings for each."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

START_SECONDS = 30
SERVER_CORE, LOAD_CORE = 0, 1
LINE = ("IVR_", "TWILIO_")

SETTINGS = (
    "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "75",
    "--preload", "--no-control-socket", "--log-level", "warning",
)  # fmt: skip


def pin(core: int, process: int = 0) -> None:
    """Keep a process on one core, where the system can, so that load and server don't mix."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) <= core:
        return
    tasks = Path(f"/proc/{process or os.getpid()}/task")
    # The affinity is a thread's own, and a worker may have begun its threads already.
    threads = [int(task.name) for task in tasks.iterdir()] if tasks.exists() else [process]
    for thread in threads:
        os.sched_setaffinity(thread, {core})


class Server:
    """An application factory under gunicorn on a free port of this machine."""

    def __init__(self, factory: str, environment: Mapping[str, str]) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.port = int(sock.getsockname()[1])
        address = f"127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", *SETTINGS, "--bind", address, factory]
        # A setting of the shell, such as IVR_INSECURE_LOCAL, would measure another line.
        own = {name: value for name, value in os.environ.items() if not name.startswith(LINE)}
        self.ready_seconds = 0.0
        self._command, self._environment = command, {**own, **environment}

    def __enter__(self) -> Self:
        began = time.monotonic()
        self._process = subprocess.Popen(
            self._command, env=self._environment, start_new_session=True
        )
        try:
            while not self._up():
                if self._process.poll() is not None or time.monotonic() > began + START_SECONDS:
                    sys.exit("a server did not start; its messages stand above")
                time.sleep(0.01)
            self.ready_seconds = time.monotonic() - began
            pin(SERVER_CORE, self.worker)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _up(self) -> bool:
        """Whether it listens, which it does once its application is loaded, and has its worker."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        children = self._children()
        return not children.exists() or bool(children.read_text().split())

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=START_SECONDS)

    @property
    def worker(self) -> int:
        """The process id of the one worker."""
        children = self._children()
        if not children.exists():
            return self._process.pid
        return int(children.read_text().split()[0])

    def _children(self) -> Path:
        return Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")

    def peak_megabytes(self) -> float | None:
        """The most memory that the worker has used; None where the system does not tell."""
        status = Path(f"/proc/{self.worker}/status")
        if not status.exists():
            return None
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return None
