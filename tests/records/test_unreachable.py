"""A PostgreSQL that is not there, or takes connections and never answers."""

import socket
import time
from collections.abc import Iterator

import psycopg
import pytest

from ivr.records import DatabaseError, Reason, Records, upgrade
from ivr.records.postgres import SHORTEST_CONNECT, reason
from ivr.records.requests import Requests
from tests.records.kept import KEY, NOW, wish


@pytest.fixture
def silent() -> Iterator[int]:
    """A port at which somebody takes calls and says nothing."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]


def refused(requests: Requests) -> float:
    """Seconds until a request is refused, as one that the database is away for."""
    began = time.monotonic()
    with pytest.raises(DatabaseError, match="can't be reached") as caught:
        requests.create(wish(), NOW)
    assert caught.value.reason is Reason.AWAY
    assert "sesame" not in str(caught.value)
    return time.monotonic() - began


def test_a_server_that_never_answers_is_given_up(silent: int) -> None:
    """After the shortest time that PostgreSQL's library can wait."""
    records = Records(f"postgresql://me:sesame@127.0.0.1:{silent}/name", [KEY], wait=0.1)
    assert records.place == "PostgreSQL, name at 127.0.0.1"
    assert refused(records.requests) < SHORTEST_CONNECT + 2
    records.close()


def test_a_server_that_is_not_there_is_said_so_at_once() -> None:
    """And whoever would bring it up to date is told the same."""
    with socket.socket() as sock:  # bound and not listening: nobody else gets the port
        sock.bind(("127.0.0.1", 0))
        url = f"postgres://me:sesame@127.0.0.1:{sock.getsockname()[1]}/name"
        records = Records(url, [KEY])
        assert refused(records.requests) < 2
        records.close()
        with pytest.raises(DatabaseError, match="can't be reached"):
            upgrade(url)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.DiskFull(), Reason.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Reason.READ_ONLY),
        (psycopg.errors.InsufficientPrivilege(), Reason.READ_ONLY),
        (psycopg.errors.UndefinedTable(), Reason.OUTDATED),
        (psycopg.errors.UniqueViolation(), Reason.CONFLICT),
        (psycopg.errors.SerializationFailure(), Reason.BUSY),
        (psycopg.errors.TooManyConnections(), Reason.BUSY),
        (psycopg.errors.QueryCanceled(), Reason.BUSY),
        (psycopg.errors.AdminShutdown(), Reason.AWAY),
        (psycopg.errors.InvalidPassword(), Reason.AWAY),
        (psycopg.errors.DataCorrupted(), Reason.DAMAGED),
        (psycopg.errors.SyntaxError(), Reason.OTHER),
        (psycopg.OperationalError(), Reason.AWAY),
        (psycopg.ProgrammingError(), Reason.OTHER),
        (ValueError(), None),
    ],
)
def test_each_error_has_its_reason(error: Exception, expected: Reason | None) -> None:
    """By PostgreSQL's own codes."""
    assert reason(error) is expected
