"""Killed again and again while 500 callers ask to be called back, the line keeps its word."""

import random
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from ivr.records import Records, Request
from tests.real.callers import Caller, Traffic, call, callers
from tests.real.postgres import Cluster
from tests.records.kept import KEY, NOW
from tests.web.servers import Server, free_port

pytestmark = pytest.mark.real

KILLS = 20
FEWEST = 15
AT_ONCE = 8
"""Calls."""

SOON = 0.02
LATE = 0.3
"""Seconds within which the line is killed after somebody has sent the answer that is kept."""


@dataclass(frozen=True)
class Aftermath:
    """What is left: who heard which references after their last act, and what is in the table."""

    heard: dict[Caller, list[str]]
    kept: Sequence[Request]
    killed: int
    again: int


class Killed:
    """A line that is killed at any instant, whole or its worker, and comes back."""

    def __init__(self, url: str) -> None:
        self.port = free_port()
        self.traffic = Traffic()
        self._environment = {
            "IVR_INSECURE_LOCAL": "1",
            "IVR_DATABASE_URL": url,
            "IVR_SECRET_KEY": KEY,
            "IVR_STAFF_NUMBERS": "+15555550100",
        }
        self._server = self._started()
        self.killed = 0

    def kill(self, after: float, *, whole: bool) -> None:
        """In so many seconds; a worker is started again by the process above it."""
        timer = threading.Timer(after, self._kill if whole else self._kill_worker)
        timer.start()
        timer.join()
        if whole:
            self._server = self._started()

    def end(self) -> None:
        """For good."""
        self._server.kill()

    def _kill(self) -> None:
        self.traffic.up.clear()
        self._server.kill()
        self.killed += 1

    def _kill_worker(self) -> None:
        # None is there for a moment after the one before was killed.
        self.killed += self._server.kill_workers()

    def _started(self) -> Server:
        server = Server(self._environment, self.port).__enter__()
        self.traffic.up.set()
        return server


def run(url: str) -> Aftermath:
    """Have all of them call while the line is killed, and look what is there when all is over."""
    chance = random.Random(20261124)  # noqa: S311 - instants, not secrets
    all_of_them = list(callers(chance))
    last = sum(caller.stops is None for caller in all_of_them)
    line = Killed(url)
    place = partial(call, url=f"http://127.0.0.1:{line.port}/voice", traffic=line.traffic)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            calling = pool.map(place, all_of_them)
            for turn, count in enumerate(sorted(chance.sample(range(1, last), KILLS))):
                assert line.traffic.wait_for_last(count)
                line.kill(chance.uniform(0, chance.choice([SOON, LATE])), whole=turn % 2 == 0)
            heard = dict(zip(all_of_them, calling, strict=True))
    finally:
        line.end()
    records = Records(url, [KEY])
    kept = records.requests.list(by="test", now=NOW, all_states=True)
    records.close()
    return Aftermath(heard, kept, line.killed, line.traffic.again)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def aftermath(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Aftermath:
    """Of one run for each kind of database."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("crash")
        return run(f"sqlite:///{folder}/careline.db")
    cluster: Cluster = request.getfixturevalue("cluster")
    return run(cluster.database())


def test_every_caller_who_agreed_heard_one_reference_twice(aftermath: Aftermath) -> None:
    """Though answers were under way whenever the line was killed, and had to be brought again."""
    for caller, references in aftermath.heard.items():
        if caller.stops is None:
            assert len(references) == 2, caller
            assert len(set(references)) == 1, caller
    assert len(aftermath.heard) == 500
    assert aftermath.killed >= FEWEST
    assert aftermath.again


def test_every_reference_that_was_heard_is_kept_once_for_who_heard_it(
    aftermath: Aftermath,
) -> None:
    """By the number that this caller gave, and no other."""
    told = {
        (references[0], each.number) for each, references in aftermath.heard.items() if references
    }
    kept = Counter((request.reference, request.number) for request in aftermath.kept)
    assert {each: kept[each] for each in told} == dict.fromkeys(told, 1)


def test_no_wish_is_kept_twice(aftermath: Aftermath) -> None:
    """However often it was brought."""
    numbers = Counter(request.number for request in aftermath.kept)
    assert set(numbers.values()) == {1}


def test_who_stopped_before_agreeing_left_nothing(aftermath: Aftermath) -> None:
    """Neither in the table, nor did they hear a reference."""
    stopped = {caller.number for caller in aftermath.heard if caller.stops is not None}
    assert len(stopped) > 150
    assert stopped.isdisjoint(request.number for request in aftermath.kept)
    assert not any(said for caller, said in aftermath.heard.items() if caller.stops is not None)


def test_what_is_kept_is_what_they_said(aftermath: Aftermath) -> None:
    """Number, language and time; and what they had heard only if they agreed to that."""
    asked = {caller.asked for caller in aftermath.heard if caller.stops is None}
    kept = {(each.number, each.language, each.best_time, each.topic) for each in aftermath.kept}
    assert kept == asked
