"""Requests to be called back: none that was confirmed to a caller is ever lost."""

import secrets
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from ivr.records.asked import Request, RequestState, Waiting, Wish
from ivr.records.audit import Entry, note_down
from ivr.records.errors import DatabaseError, Reason, RecordsError, RequestError
from ivr.records.numbers import normalised
from ivr.records.sealing import Purpose
from ivr.records.store import Store, new_id
from ivr.records.tables import requests

KIND: Final = "request"

FIRST: Final = 1_000
MOST_OPEN: Final = 9_000
"""References are four digits, and the first is no zero: callers would leave it out."""

TRIES: Final = 5
"""How often a reference is drawn again that another process drew at the same moment."""


class Requests:
    """Requests to be called back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, wish: Wish, now: datetime) -> str:
        """The reference of a request that is on the disk when this returns.

        For a wish that was kept before, it is the reference which that got.

        Raises NumberError if the number is none, DatabaseError if it could not be kept, and
        RecordsError if too many requests are open for another reference of four digits. After a
        DatabaseError it may have been kept all the same; the same wish can be brought again.
        """
        number = normalised(wish.number)
        for _ in range(TRIES):
            try:
                return self._created(wish, number, now)
            except DatabaseError as error:
                if error.reason is not Reason.CONFLICT:
                    raise
        return self._created(wish, number, now)

    def list(self, *, by: str, now: datetime, all_states: bool = False) -> tuple[Request, ...]:
        """The open requests, or all, those that are due first at the front.

        It is noted down that ``by`` has seen them.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(requests).order_by(requests.c.done.is_not(None), requests.c.due)
        if not all_states:
            wanted = wanted.where(requests.c.done.is_(None))
        with self._store.database.writing() as connection:
            rows = connection.execute(wanted).all()
            note_down(connection, [Entry(now, by, "saw", KIND, row.id) for row in rows])
        return tuple(map(self._request, rows))

    def waiting(self) -> tuple[Waiting, ...]:
        """The open requests without what is sealed, those that are due first at the front.

        Nothing is noted down, since nobody sees whose they are.

        Raises DatabaseError if they can't be read.
        """
        columns = (requests.c[field.name] for field in fields(Waiting))
        wanted = select(*columns).where(requests.c.done.is_(None)).order_by(requests.c.due)
        with self._store.database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
        return tuple(Waiting(**{**row, "state": RequestState(row["state"])}) for row in rows)

    def look(self, reference: str, *, by: str, now: datetime) -> Request:
        """The open request that ``by`` has taken. It is noted down that they have seen it.

        Raises RequestError if it is not open or not theirs, DatabaseError if it can't be read.
        """
        with self._store.database.writing() as connection:
            row = self._open(connection, reference, own=by)
            note_down(connection, [Entry(now, by, "saw", KIND, row.id)])
        return self._request(row)

    def take(self, reference: str, *, by: str, now: datetime, over: bool = False) -> Request:
        """The open request, which ``by`` will see to from now on.

        With ``over``, also if somebody else had taken it.

        Raises RequestError if it is not open or somebody else has it, DatabaseError if that can't
        be written.
        """
        with self._store.database.writing() as connection:
            row = self._open(connection, reference)
            if row.taken_by not in (None, by) and not over:
                raise RequestError(
                    f"request {reference} was taken by {row.taken_by} at "
                    f"{row.taken.astimezone(UTC):%Y-%m-%d %H:%M} UTC: ask them, or take it over"
                )
            values = {"state": RequestState.TAKEN, "taken": now, "taken_by": by}
            return self._changed(connection, row, values, Entry(now, by, "took", KIND, row.id))

    def give_back(self, reference: str, *, by: str, now: datetime) -> Request:
        """The open request that ``by`` had taken, for somebody else to take.

        Raises RequestError if it is not open or not theirs, DatabaseError if that can't be
        written.
        """
        with self._store.database.writing() as connection:
            row = self._open(connection, reference, own=by)
            values = {"state": RequestState.NEW, "taken": None, "taken_by": None}
            return self._changed(connection, row, values, Entry(now, by, "gave back", KIND, row.id))

    def done(self, reference: str, *, by: str, now: datetime, only_own: bool = False) -> Request:
        """The open request, done: its number is kept for some days more.

        With ``only_own``, only if ``by`` has taken it.

        Raises RequestError if it is not open or not theirs, DatabaseError if that can't be
        written.
        """
        with self._store.database.writing() as connection:
            row = self._open(connection, reference, own=by if only_own else None)
            values = {"state": RequestState.DONE, "done": now, "taken_by": row.taken_by or by}
            return self._changed(connection, row, values, Entry(now, by, "did", KIND, row.id))

    def note(
        self, reference: str, text: str, *, by: str, now: datetime, only_own: bool = False
    ) -> Request:
        """The open request with another line in its note; with ``only_own``, only if it is theirs.

        Raises RequestError if it is not open or not theirs, DatabaseError if that can't be
        written, SealError if what was noted before can't be opened.
        """
        sealer = self._store.sealer
        with self._store.database.writing() as connection:
            row = self._open(connection, reference, own=by if only_own else None)
            line = f"{now.astimezone(UTC):%Y-%m-%d %H:%M} {by}: {' '.join(text.split())}"
            before = row.note and sealer.open_text(row.note, Purpose.REQUEST_NOTE, row.id)
            note = "\n".join(filter(None, [before, line]))
            values = {"note": sealer.seal_text(note, Purpose.REQUEST_NOTE, row.id)}
            return self._changed(connection, row, values, Entry(now, by, "noted", KIND, row.id))

    def _created(self, wish: Wish, number: str, now: datetime) -> str:
        hashes = self._store.sealer.key_hashes(KIND, wish.key)
        with self._store.database.writing() as connection:
            before = connection.scalar(
                select(requests.c.reference).where(requests.c.key_hash.in_(hashes))
            )
            return before or self._insert(connection, hashes[0], wish, number, now)

    def _insert(
        self, connection: Connection, key_hash: str, wish: Wish, number: str, now: datetime
    ) -> str:
        sealer, row = self._store.sealer, new_id()
        used = set(
            connection.scalars(select(requests.c.reference).where(requests.c.done.is_(None)))
        )
        if len(used) >= MOST_OPEN:
            raise RecordsError("too many requests are open: see to some of them first")
        while (reference := str(FIRST + secrets.randbelow(MOST_OPEN))) in used:
            pass
        connection.execute(
            insert(requests).values(
                id=row,
                key_hash=key_hash,
                reference=reference,
                number=sealer.seal_text(number, Purpose.REQUEST_NUMBER, row),
                number_hash=sealer.number_hashes(number)[0],
                best_time=wish.best_time,
                language=wish.language,
                topic=wish.topic and sealer.seal_text(wish.topic, Purpose.REQUEST_TOPIC, row),
                state=RequestState.NEW,
                created=now,
                due=wish.due,
            )
        )
        return reference

    def _open(self, connection: Connection, reference: str, *, own: str | None = None) -> Row[Any]:
        wanted = select(requests).where(
            requests.c.reference == reference, requests.c.done.is_(None)
        )
        # PostgreSQL lets others wait for the row; SQLite has locked all of them already.
        row = connection.execute(wanted.with_for_update()).first()
        if row is None:
            raise RequestError(f"no open request has the reference {reference}")
        if own is not None and row.taken_by != own:
            raise RequestError(f"request {reference} is not yours: take it first")
        return row

    def _changed(
        self, connection: Connection, row: Row[Any], values: Mapping[str, object], entry: Entry
    ) -> Request:
        same = requests.c.id == row.id
        connection.execute(update(requests).where(same).values(values))
        note_down(connection, [entry])
        return self._request(connection.execute(select(requests).where(same)).one())

    def _request(self, row: Row[Any]) -> Request:
        opened = self._store.opened
        return Request(
            reference=row.reference,
            number=opened(row.number, Purpose.REQUEST_NUMBER, row.id),
            language=row.language,
            best_time=row.best_time,
            topic=opened(row.topic, Purpose.REQUEST_TOPIC, row.id),
            state=RequestState(row.state),
            created=row.created,
            due=row.due,
            taken_by=row.taken_by,
            taken=row.taken,
            done=row.done,
            note=opened(row.note, Purpose.REQUEST_NOTE, row.id) or "",
        )
