"""What tests of records begin with: a moment, people, wishes, and the records of a database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from ivr.records import Records, Wish, upgrade
from ivr.records.database import Database
from ivr.records.tables import metadata

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=4)
LEASE = timedelta(minutes=2)
NUMBER = "+15555550100"
OTHER = "+15555550199"
KEY = "k" * 64
NEWER_KEY = "n" * 64


def wish(key: str = "CA1", number: str = NUMBER, **changes: object) -> Wish:
    """A wish to be called back."""
    values = {"language": "en", "best_time": "morning", "due": SOON, **changes}
    return Wish(key=key, number=number, **values)  # type: ignore[arg-type]


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    database = Database(url)
    with database.reading() as connection:
        found = {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }
    database.close()
    return found


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    """The records of an empty, up-to-date database."""
    upgrade(url)
    made = Records(url, [KEY])
    yield made
    made.close()
