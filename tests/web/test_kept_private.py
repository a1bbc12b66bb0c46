"""What callers say, type and call from stands in no file, no table and no log in the clear."""

import io
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.web.keeping_line import EVENING, Disk, KeepingLine, act, heard

TYPED = "2125550167"
UTTERANCES = ("zebra plays the piano", "frase de la jirafa")
ODD_DIGITS = "70707"
TOPIC = "hospice.hospice_what"

CALLS = {
    "+12125550142": (  # asks to be called back, elsewhere
        *(UTTERANCES[0], "4", "1", "#", "call me back", "2", TYPED[:4], TYPED[4:], "1"),
        *("1", "1", UTTERANCES[0], ODD_DIGITS, ""),
    ),
    "+13125550143": ("8", "0", "2", "1", UTTERANCES[1], "4", UTTERANCES[1], ""),  # a message
    "+14155550144": ("5", "1", "6", "1", UTTERANCES[0], ""),  # a text
    "+16175550145": ("4", "1", "#", ""),  # is cut off
}
CUT_OFF = "+16175550145"

CHATTY = (None, "sqlalchemy")
"""All loggers; SQLAlchemy's are quiet unless they are asked themselves."""


@dataclass(frozen=True)
class Traces:
    """What a line leaves behind: every byte of its files, its tables' rows, its log."""

    files: bytes
    tables: dict[str, str]
    log: str


def private() -> Iterator[str]:
    """Everything that must not be found, in every way in which it could be written."""
    for number in (*CALLS, TYPED):
        digits = number.removeprefix("+1")
        area, exchange, line = digits[:3], digits[3:6], digits[6:]
        yield from (digits, " ".join(digits), f"{exchange}{line}", " ".join(exchange + line))
        yield from (f"{exchange}-{line}", f"{exchange} {line}", f"({area}) {exchange}")
    yield from (TYPED[:4] + "#", ODD_DIGITS, " ".join(ODD_DIGITS))
    yield from (*UTTERANCES, "zebra", "jirafa")


def bytes_of(folder: Path) -> bytes:
    """Every file: the database and its write-ahead log, the queue and its own."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def dumped(file: Path) -> dict[str, str]:
    """The values of each table; what is not text, by its bytes and in hexadecimal."""
    tables = {}
    with closing(sqlite3.connect(file)) as database:
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (name,) in database.execute(named).fetchall():
            rows = database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own
            values = [value for row in rows for value in row]
            blobs = [value for value in values if isinstance(value, bytes)]
            texts = [shown for blob in blobs for shown in (blob.decode("latin-1"), blob.hex())]
            tables[name] = "\n".join([*map(str, values), *texts])
    return tables


def called(folder: Path) -> bytes:
    """Have all of them call; the files as they are while the line is up, and after it."""
    line = KeepingLine(Disk(folder))
    for caller, acts in CALLS.items():
        handset = line.calls(caller)
        handset.dial()
        said = " ".join(act(handset, each) for each in acts)
        assert "I am sorry, something went wrong" not in said
        line.ended()
    assert line.flush()
    again = line.calls(CUT_OFF)
    again.dial()
    assert "Your last call here was cut short" in heard(again)
    act(again, "1")
    assert line.flush()
    assert line.queue.flush(10)
    (request,) = line.keeper.records.requests.list(by="test", now=EVENING)
    assert (request.number, request.topic) == (f"+1{TYPED}", TOPIC)
    up = bytes_of(folder)
    line.keeper.close()
    return up + bytes_of(folder)


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """Of whole calls, every logger at its chattiest."""
    folder = tmp_path_factory.mktemp("private")
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    loggers = {logger: logger.level for logger in map(logging.getLogger, CHATTY)}
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    try:
        files = called(folder)
    finally:
        logging.getLogger().removeHandler(handler)
        for logger, level in loggers.items():
            logger.setLevel(level)
    return Traces(files, dumped(folder / "kept" / "careline.db"), log.getvalue())


def test_all_of_it_was_kept(traces: Traces) -> None:
    """Otherwise the other tests would find nothing because nothing is there."""
    for table in ("requests", "voicemails", "texts", "resumes", "calls", "turns"):
        assert traces.tables[table], table
    assert "INSERT INTO requests" in traces.log
    assert b"CREATE TABLE" in traces.files


def test_no_file_holds_anything_of_a_caller(traces: Traces) -> None:
    """Whatever bytes are on the disk, those included that no row shows any more."""
    for word in private():
        assert word.encode() not in traces.files, word


def test_no_table_holds_anything_of_a_caller(traces: Traces) -> None:
    """A topic that a caller agreed to tell, and a place to go on at, are sealed as well."""
    for name, values in traces.tables.items():
        for word in private():
            assert word not in values, (name, word)
    for name in ("requests", "resumes"):
        assert TOPIC not in traces.tables[name]


def test_no_log_line_holds_anything_of_a_caller(traces: Traces) -> None:
    """Not even where every statement that the database is given is logged."""
    assert len(traces.log) > 10_000
    for word in (*private(), TOPIC):
        assert word not in traces.log, word
