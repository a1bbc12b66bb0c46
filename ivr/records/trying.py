"""What is tried until it works, or for as long as it may be: what waits, and what was given up.

A row is to be looked at when ``next_try`` has come; where that is empty, nothing is to be done.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, func, select

from ivr.records.store import Store


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Something that failed for good, until somebody asks for it again. Holds no number.

    ``error`` is a code of the provider, such as "21211", or a word of ours, such as "no-answer".
    ``what`` is as much of a text's kind as anybody may know, or what was to be done with a
    voicemail.
    """

    id: str
    what: str
    error: str
    attempts: int
    since: datetime


def next_due(table: Table, now: datetime) -> Select[Any]:
    """The one row whose time has come longest ago; of others that ask, each gets another."""
    due = select(table).where(table.c.next_try <= now).order_by(table.c.next_try).limit(1)
    return due.with_for_update(skip_locked=True)


class Trying:
    """The rows of a table of which something is to be tried."""

    def __init__(self, store: Store, table: Table) -> None:
        self._store = store
        self._table = table

    def waiting(self) -> int:
        """How many rows are still to be done.

        Raises DatabaseError if that can't be read.
        """
        wanted = select(func.count()).where(self._table.c.next_try.is_not(None))
        with self._store.database.reading() as connection:
            return connection.scalar(wanted.select_from(self._table)) or 0

    def due(self) -> datetime | None:
        """When the next row is due; none if there is nothing to do.

        Raises DatabaseError if that can't be read.
        """
        with self._store.database.reading() as connection:
            found: datetime | None = connection.scalar(select(func.min(self._table.c.next_try)))
            return found
