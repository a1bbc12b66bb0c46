"""SQLite when things go wrong: away, locked, full, read-only, damaged; and nothing in the clear."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.records import CallFacts, DatabaseError, Reason, Records, Role, TurnTaken, current, upgrade
from ivr.records.database import Database
from ivr.retention import Retention
from tests.records.kept import KEY, LEASE, NOW, NUMBER, counts, wish
from tests.records.test_keeping import fill

WAIT = 0.2

EVERYTHING: dict[str, Callable[[Records], object]] = {
    "create": lambda made: made.requests.create(wish("CA7"), NOW),
    "list": lambda made: made.requests.list(by="ana", now=NOW),
    "take": lambda made: made.requests.take("1000", by="ana", now=NOW),
    "add": lambda made: made.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=NOW
    ),
    "queue": lambda made: made.texts.queue(
        key="CA1", number=NUMBER, kind="named:hospice", language="en", now=NOW
    ),
    "claim": lambda made: made.sending.claim(NOW, LEASE),
    "sent": lambda made: made.sending.sent("1", "SM1"),
    "arrived": lambda made: made.texts.arrived("SM1", delivered=True, now=NOW),
    "discard": lambda made: made.voicemails.discard("RE9", NOW),
    "fetch": lambda made: made.fetching.claim(NOW, LEASE),
    "remind": lambda made: made.remind(NOW),
    "keep": lambda made: made.resumes.keep(NUMBER, b"here", NOW),
    "verify": lambda made: made.users.verify("ana", "a long password", NOW),
    "user": lambda made: made.users.add("ana", "a long password", Role.STAFF, NOW),
    "purge": lambda made: made.purge(Retention(), NOW),
    "forget": lambda made: made.forget(NUMBER, by="ana", now=NOW),
    "reseal": lambda made: made.reseal(),
}
READING: dict[str, Callable[[Records], object]] = {
    "texts waiting": lambda made: made.sending.waiting(),
    "texts given up": lambda made: made.sending.given_up(),
    "opted out": lambda made: made.texts.is_opted_out(NUMBER),
    "find": lambda made: made.resumes.find(NUMBER, NOW),
    "voicemails waiting": lambda made: made.fetching.waiting(),
    "voicemails given up": lambda made: made.fetching.given_up(),
    "user found": lambda made: made.users.find("ana"),
    "audit": lambda made: made.audit.last(),
}


def file_of(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


def fails(call: Callable[[Records], object], records: Records) -> Reason:
    """Why a call fails: in time, with a message that tells nothing of a caller."""
    began = time.monotonic()
    with pytest.raises(DatabaseError) as caught:
        call(records)
    assert time.monotonic() - began < 10
    assert NUMBER not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("name", [*EVERYTHING, *READING])
def test_a_database_that_is_away_is_said_to_be(url: str, name: str) -> None:
    """And no empty one is made in its place."""
    records = Records(url, [KEY], wait=WAIT)
    assert fails({**EVERYTHING, **READING}[name], records) is Reason.AWAY
    assert not file_of(url).exists()
    records.journal.put(CallFacts("CA1", NOW))
    records.close()
    with pytest.raises(DatabaseError):
        current(url)


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_locked_database_is_not_waited_for_any_longer_than_said(
    url: str, records: Records, name: str
) -> None:
    """Others can still be read meanwhile."""
    fill(records)
    hasty = Records(url, [KEY], wait=WAIT)
    other = sqlite3.connect(file_of(url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert fails(EVERYTHING[name], hasty) is Reason.BUSY
    assert WAIT * 0.9 < time.monotonic() - began < WAIT + 2
    for call in READING.values():
        call(hasty)
    hasty.journal.put(TurnTaken("CA1", 1, NOW, "hospice.menu", "digits"))
    assert not hasty.journal.flush()
    other.close()
    assert hasty.journal.flush()
    assert hasty.requests.create(wish("CA3"), NOW)
    hasty.close()


def test_a_full_database_confirms_nothing(url: str) -> None:
    """What was there can still be read, and when there is room again all goes on."""
    upgrade(url)
    records = Records(url, [KEY])
    database = records._store.database
    with database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    kept: list[str] = []
    with pytest.raises(DatabaseError, match="no room left") as caught:
        kept.extend(records.requests.create(wish(f"CA{number}"), NOW) for number in range(200))
    assert caught.value.reason is Reason.FULL
    assert counts(url)["requests"] == len(kept)
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert records.requests.create(wish(f"CA{len(kept)}"), NOW)
    records.close()


def test_a_database_that_can_only_be_read_says_so(records: Records) -> None:
    """As a mount that went read-only does."""
    reference = records.requests.create(wish(), NOW)
    database = records._store.database
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    for name in set(EVERYTHING) - {"purge", "reseal", "take"}:
        assert fails(EVERYTHING[name], records) is Reason.READ_ONLY, name
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
    assert records.requests.create(wish(), NOW) == reference


@pytest.mark.parametrize("junk", [b"not a database" * 999, b"SQLite format 3\0" + b"\xff" * 9999])
def test_what_is_no_database_says_so(url: str, junk: bytes) -> None:
    """It is left as it is."""
    file = file_of(url)
    file.parent.mkdir()
    file.write_bytes(junk)
    with pytest.raises(DatabaseError, match="damaged"):
        upgrade(url)
    assert file.read_bytes() == junk


def test_a_folder_that_can_not_be_made_is_said_to_be(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(DatabaseError, match="can't be reached"):
        upgrade(f"sqlite:///{tmp_path}/kept/careline.db")


def test_nobody_else_on_the_machine_can_read_it(url: str, records: Records) -> None:
    """Not the database, nor what SQLite writes beside it."""
    records.requests.create(wish(), NOW)
    files = list(file_of(url).parent.iterdir())
    assert len(files) >= 2
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_a_confirmed_request_is_on_the_disk_and_the_journal_need_not_be(records: Records) -> None:
    """FULL (2) writes through with each commit; NORMAL (1) keeps the file whole, no more."""
    for database, level in ((records._store.database, 2), (records._quick, 1)):
        with database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_nothing_of_a_caller_stands_in_the_file(url: str) -> None:
    """Neither numbers nor words, in any of its files, before and after they are deleted."""
    upgrade(url)
    records = Records(url, [KEY])
    records.requests.create(wish("CA0123456789", topic="hospice.grief"), NOW)
    reference = records.requests.create(wish("CA8"), NOW)
    records.requests.note(reference, "zebra words", by="ana", now=NOW)
    fill(records)
    private = re.compile(
        rb"5555550100|555.555.0100|zebra|hospice.grief|CA0123456789|sound", re.IGNORECASE
    )

    def found() -> list[bytes]:
        files = file_of(url).parent.iterdir()
        return [match for file in files for match in private.findall(file.read_bytes())]

    assert counts(url)["requests"] == 4
    assert found() == []
    sealed = b"".join(file.read_bytes() for file in file_of(url).parent.iterdir())
    database = Database(url)
    with database.reading() as connection:
        number = connection.exec_driver_sql("SELECT number FROM requests").scalar()
    database.close()
    assert isinstance(number, bytes)
    assert number in sealed
    records.forget(NUMBER, by="ana", now=NOW)
    left = b"".join(file.read_bytes() for file in file_of(url).parent.iterdir())
    assert number not in left
    records.close()


def test_the_journal_is_written_when_a_process_ends(url: str, tmp_path: Path) -> None:
    """Also when nobody closes it."""
    upgrade(url)
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        "from ivr.records import Records\n"
        "from tests.records.test_journal import turn\n"
        "records = Records(sys.argv[1], ['k' * 64])\n"
        "for sequence in range(3):\n"
        "    records.journal.put(turn(sequence))\n"
    )
    root = str(Path(__file__).parent.parent.parent)
    environment = {**os.environ, "PYTHONPATH": root}
    subprocess.run([sys.executable, str(program), url], env=environment, check=True, timeout=60)
    assert counts(url)["turns"] == 3
