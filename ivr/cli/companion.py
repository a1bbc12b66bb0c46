"""A worker beside ``ivr serve``: a process of its own that ends with it, whatever ends it."""

import os
import subprocess
import sys
from typing import Final

END_SECONDS: Final = 35
"""What a worker is given to finish what it has begun: a little more than it takes at most."""


class Companion:
    """``ivr worker`` as a child. It reads a pipe of which this process holds the other end.

    When this process is gone, killed even, the system closes the pipe, and the worker ends.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "ivr.cli", "worker", "--beside"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own

    def stop(self) -> None:
        """Have it finish what it has begun, and wait until it has."""
        if self._process is None or self._owner != os.getpid():
            return
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
