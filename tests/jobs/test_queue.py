"""The queue carries hints: it never holds anybody up, and holds nothing of a caller."""

import logging
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from huey.exceptions import HueyException
from redis.exceptions import ConnectionError as RedisConnectionError

from ivr.jobs import Queue
from ivr.jobs.hints import KINDS, Hints
from tests.web.servers import free_port

LONG = 20
INSTANT = 0.2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a queue will be."""
    return tmp_path / "var" / "queue.db"


@pytest.fixture
def silent() -> Iterator[int]:
    """A port at which connections are taken and nothing is ever said."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]


def taken(url: str) -> list[str]:
    """The hints in a queue, in their order."""
    looked: list[str] = []
    hints = Hints(url, 5, looked.append)
    while (task := hints.dequeue()) is not None:
        hints.execute(task)
    hints.storage.close()
    return looked


def test_a_hint_reaches_a_worker(file: Path) -> None:
    """Each kind, from a process that never waits for it; many at once may be one."""
    queue = Queue(f"sqlite:///{file}")
    for kind in ("texts", "voicemails", "texts"):
        queue.nudge(kind)
    assert queue.flush(LONG)
    hints = taken(f"sqlite:///{file}")
    assert set(hints) == set(KINDS)
    assert len(hints) <= 3


def test_a_hint_holds_its_kind_and_nothing_else(file: Path) -> None:
    """Nobody else on the machine can read even that."""
    queue = Queue(f"sqlite:///{file}")
    queue.nudge("texts")
    assert queue.flush(LONG)
    with sqlite3.connect(file) as connection:
        ((data,),) = connection.execute("SELECT data FROM task").fetchall()
    connection.close()
    assert b'"ivr.jobs.hints.texts"]' in bytes(data)
    assert len(data) < 80
    assert file.stat().st_mode & 0o077 == 0


def test_what_somebody_else_put_into_the_queue_runs_nothing(file: Path) -> None:
    """Hints are JSON, and name what there is."""
    hints = Hints(f"sqlite:///{file}", 5, lambda _kind: None)
    hints.storage.enqueue(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(ValueError, match="Expecting value"):
        hints.dequeue()
    hints.storage.enqueue(b'["1", "os.system"]')
    with pytest.raises(HueyException, match="not found"):
        hints.dequeue()
    hints.storage.close()


@pytest.mark.parametrize("where", ["closed", "silent", "nobody", "folder"])
def test_a_queue_that_is_away_costs_nothing(
    silent: int, tmp_path: Path, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever gives a hint goes on at once; it is told once, without the address."""
    (tmp_path / "file").touch()
    url = {
        "closed": f"redis://:sesame@127.0.0.1:{free_port()}/0",
        "silent": f"redis://127.0.0.1:{silent}/0",
        "nobody": "redis://no-such-host.invalid/0",
        "folder": f"sqlite:///{tmp_path}/file/queue.db",
    }[where]
    queue = Queue(url)
    for _ in range(3):
        began = time.monotonic()
        queue.nudge("texts")
        assert time.monotonic() - began < INSTANT
        assert queue.flush(LONG)
    assert caplog.text.count("the queue can't be reached") == 1
    assert "sesame" not in caplog.text


def test_a_queue_that_is_locked_costs_nothing(file: Path) -> None:
    """The hint is lost, and the next one is not."""
    queue = Queue(f"sqlite:///{file}")
    queue.nudge("texts")
    assert queue.flush(LONG)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    queue.nudge("texts")
    assert time.monotonic() - began < INSTANT
    assert queue.flush(LONG)
    other.execute("ROLLBACK")
    other.close()
    queue.nudge("voicemails")
    assert queue.flush(LONG)
    assert taken(f"sqlite:///{file}") == ["texts", "voicemails"]


def test_a_worker_is_told_once_that_the_queue_is_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """However often it looks."""
    hints = Hints(f"redis://127.0.0.1:{free_port()}/0", 0.2, lambda _kind: None)
    with caplog.at_level(logging.WARNING, "ivr.jobs"):
        for _ in range(3):
            with pytest.raises(RedisConnectionError):
                hints.dequeue()
    assert caplog.text.count("can't be reached") == 1


def test_a_process_that_was_forked_gives_hints_too(file: Path) -> None:
    """As gunicorn's workers are, after the line was loaded."""
    program = (
        "import os, sys\n"
        "from ivr.jobs import Queue\n"
        "queue = Queue(sys.argv[1])\n"
        "queue.nudge('texts')\n"
        "assert queue.flush(20)\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    queue.nudge('voicemails')\n"
        "    os._exit(0 if queue.flush(20) else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
    )
    url = f"sqlite:///{file}"
    subprocess.run([sys.executable, "-c", program, url], check=True, timeout=60, env={**os.environ})
    assert taken(url) == ["texts", "voicemails"]


def test_a_line_that_gives_no_hints_holds_no_queue_in_memory() -> None:
    """Neither Huey nor Redis' client nor Twilio's is loaded with the line."""
    program = (
        "import sys, ivr.web, ivr.jobs\n"
        "from ivr.telephony.provider import Provider\n"
        "Provider('AC1', ['token'])\n"
        "ivr.jobs.Queue('redis://127.0.0.1:1/0')\n"
        "print(*{'huey', 'redis', 'twilio.base', 'requests'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, timeout=60, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""
