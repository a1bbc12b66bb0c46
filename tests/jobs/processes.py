"""``ivr worker`` in a process of its own, at a Twilio made of software."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Self

from tests.records.kept import KEY
from tests.twilio.server import SID, TOKEN, FakeTwilio

SECONDS = 30


def environment(url: str, twilio: FakeTwilio | None, queue_url: str = "") -> dict[str, str]:
    """The settings of a line on this machine, with an account at Twilio or without."""
    made = {
        "IVR_INSECURE_LOCAL": "1",
        "IVR_SECRET_KEY": KEY,
        "IVR_DATABASE_URL": url,
        "IVR_QUEUE_URL": queue_url,
    }
    if twilio is not None:
        made |= {
            "IVR_TWILIO_API": twilio.url,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "IVR_TEXTS_FROM": "+15555550177",
        }
    return made


class WorkerProcess:
    """A worker; killed when left, unless it has ended."""

    def __init__(self, settings: Mapping[str, str], *command: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, *(command or ("-m", "ivr.cli", "worker"))],
            env={**kept, "PYTHONUNBUFFERED": "1", **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        self.up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        assert self.up.wait(SECONDS), self.output
        assert "A worker is up" in self.output, self.output
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a machine that fails would."""
        self.process.kill()
        self.wait()

    def end(self) -> int:
        """Tell it to end; how it did."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Its exit status."""
        status = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            if "A worker is up" in line:
                self.up.set()
        self.up.set()
