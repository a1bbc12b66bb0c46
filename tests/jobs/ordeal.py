"""Two workers, two processes that ask for texts, a Twilio that misbehaves, and a kill -9.

One ordeal for the test and for the benchmark: they differ in how many texts there are.
"""

import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ivr.records import Records, upgrade
from tests.jobs.asking import number
from tests.jobs.processes import WorkerProcess, environment
from tests.records.kept import KEY
from tests.twilio.server import FakeTwilio, Fault

ROOT = Path(__file__).parent.parent.parent
THREADS = "4"
STALL = 3.0
"""Seconds: longer than the workers of the ordeal wait for an answer."""

OFTEN = {
    Fault.TOO_MANY: 0.02,
    Fault.BROKEN: 0.01,
    Fault.BROKEN_AFTERWARDS: 0.02,
    Fault.AWAY: 0.01,
    Fault.DROPPED: 0.01,
    Fault.DROPPED_AFTERWARDS: 0.02,
    Fault.STALLED: 0.001,
}
"""How often each thing goes wrong, of all requests."""

OVERLAP = 50
"""Texts that both processes ask for."""


@dataclass
class Outcome:
    """What came of it."""

    seconds: float = 0
    seconds_of_most: float = 0
    """Until nine of ten were at Twilio."""
    sent_to: Counter[str] = field(default_factory=Counter)
    wanted: set[str] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    given_up: int = 0
    in_hand_at_the_kill: int = 0

    @property
    def lost(self) -> int:
        """Texts that did not go."""
        return len(self.wanted - set(self.sent_to))

    @property
    def doubled(self) -> int:
        """Texts that went more than once."""
        return sum(count - 1 for count in self.sent_to.values())


def misbehaving(faults: Counter[str]) -> Callable[[str, str], Fault | None]:
    """What goes wrong, drawn anew for each request; it is counted in ``faults``."""
    chance, lock = random.Random(7), threading.Lock()  # noqa: S311 - the same each time
    kinds, weights = [*OFTEN, None], [*OFTEN.values(), 1 - sum(OFTEN.values())]

    def plan(_method: str, _path: str) -> Fault | None:
        with lock:
            (fault,) = chance.choices(kinds, weights)
            if fault:
                faults[fault.name] += 1
        return fault

    return plan


def endure(url: str, queue_url: str, texts: int, longest: float) -> Outcome:
    """Queue so many texts and have them sent, while one worker is killed and started again."""
    upgrade(url)
    outcome = Outcome(wanted={number(caller) for caller in range(texts)})
    records = Records(url, [KEY])
    with ExitStack() as stack:
        twilio = stack.enter_context(FakeTwilio(misbehaving(outcome.faults), STALL))
        settings = environment(url, twilio, queue_url)
        began = time.monotonic()
        deadline = began + longest
        asking = [
            _process(settings, "tests.jobs.asking", url, queue_url, str(first), str(last))
            for first, last in ((0, texts // 2 + OVERLAP), (texts // 2 - OVERLAP, texts))
        ]
        workers = [_process(settings, "tests.jobs.hasty_worker", THREADS) for _ in range(2)]
        for process in (*asking, *workers):
            stack.callback(process.kill)
        twilio.account.wait_for(texts // 3, longest)
        workers[0].kill()
        outcome.in_hand_at_the_kill = _sending(records)
        workers[0] = _process(settings, "tests.jobs.hasty_worker", THREADS)
        stack.callback(workers[0].kill)
        twilio.account.wait_for(texts * 9 // 10, longest)
        outcome.seconds_of_most = time.monotonic() - began
        for process in asking:
            assert process.wait() == 0, process.output
        for _ in _until(deadline):
            if not records.sending.waiting():
                break
        outcome.seconds = time.monotonic() - began
        for worker in workers:
            assert worker.end() == 0, worker.output
            assert "Traceback" not in worker.output, worker.output
        outcome.sent_to = twilio.account.sent_to()
    outcome.waiting = records.sending.waiting()
    outcome.given_up = len(records.sending.given_up())
    records.close()
    return outcome


def _process(settings: dict[str, str], module: str, *arguments: str) -> WorkerProcess:
    environ = {**settings, "PYTHONPATH": str(ROOT), "TMPDIR": os.environ.get("TMPDIR", "/tmp")}  # noqa: S108
    return WorkerProcess(environ, "-m", module, *arguments)


def _sending(records: Records) -> int:
    """How many texts are in somebody's hands."""
    from sqlalchemy import func, select  # noqa: PLC0415

    from ivr.records.tables import texts  # noqa: PLC0415

    with records._store.database.reading() as connection:
        wanted = select(func.count()).where(texts.c.claimed.is_not(None))
        return connection.scalar(wanted.select_from(texts)) or 0


def _until(deadline: float) -> Iterator[None]:
    """Again and again, until it is too late: other processes can't be waited for otherwise."""
    tick = threading.Event()
    while time.monotonic() < deadline:
        yield
        tick.wait(0.2)


if __name__ == "__main__":
    print(endure(sys.argv[1], sys.argv[2], int(sys.argv[3]), 600))  # noqa: T201
