"""Who looked at or changed what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ivr.records.store import Store
from ivr.records.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did. ``subject`` is a row's identity, and never what is in it."""

    at: datetime
    who: str
    what: str
    kind: str
    subject: str


def note_down(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write entries in the transaction of what they tell of."""
    if entries:
        rows = [
            {"at": each.at, "who": each.who, "what": each.what}
            | {"kind": each.kind, "subject": each.subject}
            for each in entries
        ]
        connection.execute(insert(audit), rows)


class Audit:
    """What people did, as it is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, entry: Entry) -> None:
        """Write one entry that belongs to no other change.

        Raises DatabaseError if it is not written.
        """
        with self._store.database.writing() as connection:
            note_down(connection, [entry])

    def last(self, most: int = 100) -> tuple[Entry, ...]:
        """The last entries, the newest first.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(audit).order_by(audit.c.id.desc()).limit(most)
        with self._store.database.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Entry(row.at, row.who, row.what, row.kind, row.subject) for row in rows)
