"""The real service in a process of its own, on a free port of this machine."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.web.twilio_requests import PUBLIC_URL, TOKEN

START_SECONDS = 30


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """``ivr serve`` with this environment and these options; ended when left.

    No worker runs beside it unless one is asked for.
    """

    def __init__(self, environment: Mapping[str, str], port: int, *options: str) -> None:
        self.port = port
        command = [sys.executable, "-m", "ivr.cli", "serve", "--port", str(port), "--no-worker"]
        command += options
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            command,
            env={**kept, "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,  # so that what was not read yet is still there in the end
            start_new_session=True,
        )
        self.output = ""

    def __enter__(self) -> Self:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self.output += line.decode()
            if b"Careline is up" in line:
                return self
        self.process.wait()
        raise AssertionError(self.output)

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End the server and its workers at once, by their process group.

        Not gently: a worker that is told to stop while it is still starting does not hear it.
        """
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        rest, _ = self.process.communicate(timeout=START_SECONDS)
        self.output += (rest or b"").decode()

    def kill_workers(self) -> int:
        """End its workers at once, and how many these were. The server itself starts others."""
        first = self.process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in children:
            os.kill(int(process), signal.SIGKILL)
        return len(children)

    def post(self, target: str, form: Mapping[str, str]) -> tuple[int, str]:
        """A signed request: the status and the body of the answer."""
        path = target.removeprefix(PUBLIC_URL)
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, form)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature,
        }
        connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, body
