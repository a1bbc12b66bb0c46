"""The worker's process: it takes hints, ends when it is told, and finishes what it has begun."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.jobs import Queue
from ivr.jobs.composing import Waiting, reminder
from ivr.records import Records
from ivr.settings import read_settings
from tests.jobs.processes import SECONDS, WorkerProcess, environment
from tests.records.kept import NUMBER, OTHER
from tests.records.test_texts import states
from tests.twilio.server import FakeTwilio, Fault
from tests.web.servers import Server, free_port


def asked_for(records: Records, key: str = "CA1", number: str = NUMBER) -> str | None:
    """A text that waits; it is one whose words need no book."""
    kind, now = reminder(Waiting.REQUESTS, 2, 3), datetime.now(UTC)
    return records.texts.queue(key=key, number=number, kind=kind, language="en", now=now)


def test_a_worker_sends_what_it_is_told_of_at_once(records: Records, url: str) -> None:
    """And what waited before it came. It ends well, and tells nothing of whom it wrote to."""
    with FakeTwilio() as twilio:
        settings = environment(url, twilio)
        asked_for(records)
        with WorkerProcess(settings) as worker:
            assert twilio.account.wait_for(1, SECONDS)
            asked_for(records, "CA2", OTHER)
            Queue(read_settings(settings).queue_url).nudge("texts")
            assert twilio.account.wait_for(2, SECONDS)
            assert worker.end() == 0
        assert states(url) == ["sent", "sent"]
        assert twilio.account.sent_to() == {NUMBER: 1, OTHER: 1}
    assert "It deletes what is old, reminds of requests that wait, fetches voicemails, sends" in (
        worker.output
    )
    assert "Traceback" not in worker.output
    assert "55555501" not in worker.output


def test_a_worker_that_is_told_to_end_finishes_what_it_has_begun(
    records: Records, url: str
) -> None:
    """Twilio takes its time to answer; the answer is waited for, and no other text is begun."""
    with FakeTwilio(lambda _method, _path: Fault.STALLED, stall=1) as twilio:
        for number in range(30):
            asked_for(records, f"CA{number}", f"+155555501{number:02}")
        with WorkerProcess(environment(url, twilio)) as worker:
            assert twilio.account.wait_for(1, SECONDS)
            assert worker.end() == 0
        assert states(url).count("sent") == len(twilio.account.messages)
        assert states(url).count("sending") == 0
        assert states(url).count("queued") > 0


def test_a_worker_works_when_its_queue_is_away(records: Records, url: str) -> None:
    """Rows are looked for; that nobody tells of them is told once."""
    with FakeTwilio() as twilio:
        asked_for(records)
        away = f"redis://127.0.0.1:{free_port()}/0"
        with WorkerProcess(environment(url, twilio, away)) as worker:
            assert twilio.account.wait_for(1, SECONDS)
            assert worker.end() == 0
    assert worker.output.count("the queue can't be reached") == 1
    assert "Traceback" not in worker.output


def test_without_an_account_a_worker_does_the_rest(records: Records, url: str) -> None:
    """It says what it lacks, and leaves texts as they are."""
    asked_for(records)
    with WorkerProcess(environment(url, None)) as worker:
        assert worker.end() == 0
    assert "TWILIO_ACCOUNT_SID" in worker.output
    assert states(url) == ["queued"]


def test_a_queue_that_can_not_be_made_is_said_so(url: str, tmp_path: Path) -> None:
    """Exit status 1, the setting to look at, and no traceback."""
    (tmp_path / "file").touch()
    worker = WorkerProcess(environment(url, None, f"sqlite:///{tmp_path}/file/queue.db"))
    assert worker.wait() == 1
    assert "IVR_QUEUE_URL" in worker.output
    assert "Traceback" not in worker.output


def test_a_broken_book_is_described(url: str, tmp_path: Path) -> None:
    """As `ivr serve` does; a worker that could not word its texts does not start."""
    with FakeTwilio() as twilio:
        worker = WorkerProcess({**environment(url, twilio), "IVR_BOOK": str(tmp_path)})
        assert worker.wait() == 1
    assert "flows/service.yaml:1:1" in worker.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_beside_a_line_ends_with_it(
    url: str, tmp_path: Path, number: signal.Signals
) -> None:
    """However the line ends. In a local line it is there unless it is not wanted."""
    settings = {**environment(url, None), "IVR_QUEUE_URL": f"sqlite:///{tmp_path}/queue.db"}
    with Server(settings, free_port(), "--worker") as server:
        assert server.process.stdout is not None
        while b"A worker is up" not in (line := server.process.stdout.readline()):
            assert line
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        (worker,) = [
            int(child)
            for child in children.read_text().split()
            if b"--beside" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
        ending = os.pidfd_open(worker)
        server.process.send_signal(number)
        assert ended(ending)
        server.process.wait(SECONDS)


def ended(descriptor: int) -> bool:
    """Whether a process has ended, after waiting for that."""
    done = threading.Event()

    def wait() -> None:
        import select  # noqa: PLC0415 - only where there are such descriptors

        select.select([descriptor], [], [], SECONDS)
        done.set()

    thread = threading.Thread(target=wait)
    thread.start()
    thread.join()
    os.close(descriptor)
    return done.is_set()


def test_a_line_brings_its_worker_only_where_it_is_local() -> None:
    """`make run` is all that it takes to try everything; elsewhere operators decide."""
    done = subprocess.run(
        [sys.executable, "-m", "ivr.cli", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    assert "--worker / --no-worker" in done.stdout
    assert "On in a local line" in " ".join(done.stdout.split())
