"""What every kind of record is kept with: a database and the keys."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from ivr.records.database import Database, insert
from ivr.records.errors import SealError
from ivr.records.sealing import Purpose, Sealer


@dataclass(frozen=True, slots=True)
class Store:
    """A database, and what seals and opens what is in it."""

    database: Database
    sealer: Sealer

    def opened(self, sealed: bytes | None, purpose: Purpose, row: str) -> str | None:
        """The text that was sealed; none if there is none, or it can't be opened.

        One row that can't be opened must not hide the others from who looks at them all.
        """
        try:
            return None if sealed is None else self.sealer.open_text(sealed, purpose, row)
        except SealError:
            return None


def new_id() -> str:
    """An identity for a row, which tells nothing and can't be guessed."""
    return secrets.token_hex(16)


def insert_once(
    connection: Connection, table: Table, hashes: Sequence[str], values: Mapping[str, Any]
) -> str:
    """The identity of the row with one of these hashes of its key: it is made if there is none.

    The first of ``hashes`` is that of the newest key. Of several processes that do this at the
    same moment one makes the row, and all get its identity.
    """
    known = select(table.c.id).where(table.c.key_hash.in_(hashes))
    before: str | None = connection.scalar(known)
    if before is None:
        made = insert(connection, table).values(key_hash=hashes[0], **values)
        connection.execute(made.on_conflict_do_nothing(index_elements=[table.c.key_hash]))
        before = connection.scalar(known)
    return str(before)
