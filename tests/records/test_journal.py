"""The journal: no call waits for it, and it writes each turn once."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ivr.records import CallFacts, Records, TurnTaken, upgrade
from ivr.records.database import Database
from ivr.records.journal import BATCH, Journal
from ivr.records.sealing import Sealer
from ivr.records.store import Store
from ivr.records.tables import calls, turns
from tests.records.kept import KEY, NOW, counts

CALL = "CA0123456789abcdef"
LATER = NOW + timedelta(minutes=3)


def turn(sequence: int, call: str = CALL) -> TurnTaken:
    """A turn of a call."""
    return TurnTaken(call, sequence, NOW, "hospice.menu", "digits")


Quiet = Callable[..., Journal]


@pytest.fixture
def quiet(url: str) -> Iterator[Quiet]:
    """Makes journals whose thread is asleep, so that a test says when they write."""
    database = Database(url, durable=False)

    def make(**changes: Any) -> Journal:
        return Journal(Store(database, Sealer([KEY])), **{"interval": 3_600, **changes})

    yield make
    database.close()


def test_turns_are_written_once(records: Records, url: str) -> None:
    """A webhook that comes again adds nothing and changes nothing."""
    for sequence in (1, 2, 1):
        records.journal.put(turn(sequence))
    assert records.journal.flush()
    records.journal.put(TurnTaken(CALL, 2, LATER, "care.menu", "speech"))
    assert records.journal.flush()
    assert (records.journal.written, records.journal.waiting) == (4, 0)
    database = Database(url)
    with database.reading() as connection:
        rows = connection.execute(select(turns).order_by(turns.c.sequence)).all()
    database.close()
    assert [tuple(row)[1:] for row in rows] == [
        (sequence, NOW, "hospice.menu", "digits") for sequence in (1, 2)
    ]
    assert CALL not in rows[0].call


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2, 1, 0)])
def test_facts_of_a_call_come_together_in_any_order(
    records: Records, url: str, order: tuple[int, ...]
) -> None:
    """The beginning, another language and the end make one row."""
    facts = (
        CallFacts(CALL, NOW, language="en", slow=False),
        CallFacts(CALL, NOW, outcome="read"),
        CallFacts(CALL, NOW, ended=LATER, how="caller", seconds=121),
    )
    for place in order:
        records.journal.put(facts[place])
    assert records.journal.flush()
    database = Database(url)
    with database.reading() as connection:
        row = connection.execute(select(calls)).one()
    database.close()
    assert tuple(row)[1:] == (NOW, LATER, "en", False, "read", "caller", 3)
    assert CALL not in row.id


def test_the_thread_writes_by_itself(records: Records, url: str, quiet: Quiet) -> None:
    """Nobody has to say so: the entry is there soon, and so is what waits at the end."""
    database = Database(url)
    done = threading.Event()

    class Watched(Journal):
        def flush(self) -> bool:
            written = super().flush()
            if self.written:
                done.set()
            return written

    journal = Watched(Store(database, Sealer([KEY])), interval=0.001)
    journal.put(turn(1))
    assert done.wait(10)
    journal.close()
    database.close()
    slow = quiet()
    slow.put(turn(2))
    slow.close()
    assert counts(url)["turns"] == 2
    records.journal.close()


def test_what_finds_no_room_is_counted(records: Records, quiet: Quiet) -> None:
    """A call is never held up by a journal that is full."""
    journal = quiet(room=3)
    for sequence in range(5):
        journal.put(turn(sequence))
    assert (journal.waiting, journal.dropped) == (3, 2)
    journal.close()
    assert (journal.written, journal.dropped) == (3, 2)
    assert records.journal.written == 0


def test_more_than_a_batch_is_written_whole(records: Records, url: str) -> None:
    """However much waits, it is written in the order in which it came."""
    for sequence in range(2 * BATCH + 1):
        records.journal.put(turn(sequence))
    assert records.journal.flush()
    assert counts(url)["turns"] == 2 * BATCH + 1


def test_entries_wait_while_the_database_is_away(
    url: str, quiet: Quiet, caplog: pytest.LogCaptureFixture
) -> None:
    """They are written when it is back, and the log says both, once, without any call in it."""
    journal = quiet()
    journal.put(turn(1))
    assert not journal.flush()
    assert not journal.flush()
    assert (journal.waiting, journal.dropped) == (1, 0)
    upgrade(url)
    assert journal.flush()
    assert counts(url)["turns"] == 1
    journal.close()
    told = [record.getMessage() for record in caplog.records if record.name == "ivr.records"]
    assert len(told) == 2
    assert "not written" in told[0]
    assert CALL not in caplog.text


def test_what_waits_for_nothing_is_dropped_in_the_end(quiet: Quiet) -> None:
    """A process that ends while the database is away ends, and has counted."""
    journal = quiet()
    journal.put(turn(1))
    journal.close()
    assert (journal.waiting, journal.dropped, journal.written) == (0, 1, 0)


def test_what_can_never_be_written_is_dropped_and_holds_nothing_up(
    records: Records, quiet: Quiet
) -> None:
    """The next entries are written all the same."""
    journal = quiet()
    journal.put(TurnTaken(CALL, 1, NOW.replace(tzinfo=None), "hospice.menu", "digits"))
    assert journal.flush()
    journal.put(TurnTaken(CALL, 2, NOW, None, "digits"))  # type: ignore[arg-type]
    assert journal.flush()
    journal.put(turn(3))
    journal.close()
    assert (journal.written, journal.dropped) == (1, 2)
    assert records.journal.dropped == 0


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_writes_its_own_and_leaves_the_rest(records: Records, url: str) -> None:
    """Workers are forked from a process that may have used its records already."""
    records.journal.put(turn(1))
    records.journal.flush()
    records.journal.put(turn(2))
    child = os.fork()
    if not child:  # pragma: no cover - measured in the parent
        ended = 1
        try:
            records.journal.put(turn(3))
            alive = records.journal._thread is not None and records.journal._thread.is_alive()
            records.journal.close()
            ended = 0 if alive and records.journal.written == 1 else 1
        finally:
            os._exit(ended)
    assert os.waitpid(child, 0)[1] == 0
    assert records.journal.waiting == 1
    assert counts(url)["turns"] == 2
    assert records.journal.flush()
    assert counts(url)["turns"] == 3
