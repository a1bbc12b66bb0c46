"""Where a caller was, so that they can go on there if they call again soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgpack
from sqlalchemy import Connection, delete, select

from ivr.records.calls import LONGEST_KEPT, PlaceLeft
from ivr.records.database import insert
from ivr.records.errors import SealError
from ivr.records.sealing import Purpose, Sealer
from ivr.records.store import Store
from ivr.records.tables import resumes


class Resumes:
    """One place at most for each number, and for half an hour at most."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self, number: str, state: bytes, now: datetime, kept: timedelta = LONGEST_KEPT
    ) -> None:
        """Keep where a caller is for that long, in the place of where they were.

        Raises NumberError if the number is none, DatabaseError if it could not be kept.
        """
        with self._store.database.writing() as connection:
            _write(connection, self._store.sealer, number, state, now + kept)

    def find(self, number: str, now: datetime) -> bytes | None:
        """Where a caller was; none if that is unknown, or too long ago.

        Raises NumberError if the number is none, DatabaseError if it can't be read.
        """
        hashes = self._store.sealer.number_hashes(number)
        wanted = select(resumes).where(resumes.c.number_hash.in_(hashes), resumes.c.expires > now)
        with self._store.database.reading() as connection:
            row = connection.execute(wanted).first()
        try:
            if row:
                return self._store.sealer.open(row.state, Purpose.RESUME_STATE, row.number_hash)
        except SealError:
            pass
        return None

    def drop(self, number: str) -> None:
        """Forget where a caller was.

        Raises NumberError if the number is none, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            _delete(connection, self._store.sealer, number)


def write_places(connection: Connection, sealer: Sealer, left: Sequence[PlaceLeft]) -> None:
    """Write where callers are, of each only the last; what is left of nothing is deleted."""
    for number, entry in {entry.number: entry for entry in left}.items():
        if entry.place is None:
            _delete(connection, sealer, number)
        else:
            expires = entry.at + entry.kept
            _write(connection, sealer, number, msgpack.packb(entry.place), expires)


def _write(
    connection: Connection, sealer: Sealer, number: str, state: bytes, expires: datetime
) -> None:
    newest, *older = sealer.number_hashes(number)
    sealed = sealer.seal(state, Purpose.RESUME_STATE, newest)
    values = {"state": sealed, "expires": expires}
    connection.execute(delete(resumes).where(resumes.c.number_hash.in_(older)))
    connection.execute(
        insert(connection, resumes)
        .values(number_hash=newest, **values)
        .on_conflict_do_update(index_elements=[resumes.c.number_hash], set_=values)
    )


def _delete(connection: Connection, sealer: Sealer, number: str) -> None:
    hashes = sealer.number_hashes(number)
    connection.execute(delete(resumes).where(resumes.c.number_hash.in_(hashes)))
