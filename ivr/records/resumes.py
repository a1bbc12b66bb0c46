"""Where a caller was, so that they can go on there if they call again soon."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from ivr.records.database import insert
from ivr.records.errors import SealError
from ivr.records.sealing import Purpose
from ivr.records.store import Store
from ivr.records.tables import resumes

KEPT: Final = timedelta(minutes=30)


class Resumes:
    """One place at most for each number, and for half an hour."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, number: str, state: bytes, now: datetime) -> None:
        """Keep where a caller is, in the place of where they were.

        Raises NumberError if the number is none, DatabaseError if it could not be kept.
        """
        newest, *older = self._store.sealer.number_hashes(number)
        sealed = self._store.sealer.seal(state, Purpose.RESUME_STATE, newest)
        values = {"state": sealed, "expires": now + KEPT}
        with self._store.database.writing() as connection:
            connection.execute(delete(resumes).where(resumes.c.number_hash.in_(older)))
            connection.execute(
                insert(connection, resumes)
                .values(number_hash=newest, **values)
                .on_conflict_do_update(index_elements=[resumes.c.number_hash], set_=values)
            )

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
        hashes = self._store.sealer.number_hashes(number)
        with self._store.database.writing() as connection:
            connection.execute(delete(resumes).where(resumes.c.number_hash.in_(hashes)))
