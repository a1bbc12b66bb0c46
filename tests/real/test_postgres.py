"""PostgreSQL keeps what SQLite keeps: the same tests; and it may go away, hang or be busy."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from ivr.records import DatabaseError, Reason, Records, upgrade
from ivr.records.database import Database
from tests.real.postgres import Cluster
from tests.records.kept import KEY, NOW, NUMBER, counts, records, wish
from tests.records.test_asking_for_texts import *  # noqa: F403 - the same tests
from tests.records.test_crash import *  # noqa: F403
from tests.records.test_journal import *  # noqa: F403
from tests.records.test_keeping import *  # noqa: F403
from tests.records.test_migrations import *  # noqa: F403
from tests.records.test_reminding import *  # noqa: F403
from tests.records.test_requests import *  # noqa: F403
from tests.records.test_resumes import *  # noqa: F403
from tests.records.test_sqlite import EVERYTHING, READING
from tests.records.test_statistics import *  # noqa: F403
from tests.records.test_texts import *  # noqa: F403
from tests.records.test_users import *  # noqa: F403
from tests.records.test_voicemails import *  # noqa: F403

pytestmark = pytest.mark.real

WAIT = 0.3
LONGEST = 2 * WAIT + 2.5
"""A connection, a transaction, and what this machine takes when it is busy."""

__all__ = ["records"]


@pytest.fixture
def url(cluster: Cluster) -> str:
    """The address of an empty database."""
    return cluster.database()


@pytest.fixture
def hasty(url: str) -> Iterator[Records]:
    """Records that wait for nothing for long."""
    upgrade(url)
    made = Records(url, [KEY], wait=WAIT)
    yield made
    made.close()


def failed(name: str, hasty: Records) -> Reason:
    """Why a call fails: in time, with a message that tells nothing of a caller."""
    began = time.monotonic()
    with pytest.raises(DatabaseError) as caught:
        {**EVERYTHING, **READING}[name](hasty)
    assert time.monotonic() - began < LONGEST
    assert NUMBER not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("name", [*EVERYTHING, *READING])
def test_a_locked_table_is_not_waited_for_any_longer_than_said(
    url: str, hasty: Records, name: str
) -> None:
    """And afterwards, the same works."""
    tables = "requests, voicemails, texts, opt_outs, resumes, users, audit, calls, turns"
    hasty.requests.create(wish("CA0"), NOW)
    with psycopg.connect(url) as other:
        other.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE".encode())
        assert failed(name, hasty) is Reason.BUSY
    assert hasty.requests.create(wish("CA3"), NOW)


def test_a_server_that_hangs_is_given_up(cluster: Cluster, url: str, hasty: Records) -> None:
    """With connections and without; when it goes on, so does the line."""
    reference = hasty.requests.create(wish("CA1"), NOW)
    cluster.freeze()
    try:
        for name in ("create", "find", "create", "take"):
            assert failed(name, hasty) is Reason.AWAY
    finally:
        cluster.wake()
    assert hasty.requests.create(wish("CA1"), NOW) == reference
    assert counts(url)["requests"] >= 1


def test_a_server_that_went_away_is_found_again(cluster: Cluster, hasty: Records) -> None:
    """Connections that it closed are not held against it; what it confirmed is there."""
    reference = hasty.requests.create(wish("CA1"), NOW)
    cluster.stop()
    try:
        for name in ("create", "find"):
            assert failed(name, hasty) is Reason.AWAY
    finally:
        cluster.start()
    assert hasty.requests.create(wish("CA1"), NOW) == reference


def test_a_server_that_only_reads_says_so(url: str, hasty: Records) -> None:
    """As one that stands by for another does."""
    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    hasty.close()
    assert failed("create", hasty) is Reason.READ_ONLY


def test_a_confirmed_request_is_on_the_disk_and_the_journal_need_not_be(hasty: Records) -> None:
    """Whatever the server is set to."""
    for database, level in ((hasty._store.database, "on"), (hasty._quick, "off")):
        with database.reading() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == level


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_as_they_are_written_elsewhere(url: str, scheme: str) -> None:
    """Each spelling is understood; a password is not shown to people."""
    _, _, rest = url.partition("://")
    database = Database(f"{scheme}://{rest}")
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    database.close()
    assert "sesame" not in Database(f"{scheme}://me:sesame@host/name").place
