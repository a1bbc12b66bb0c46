"""Requests to be called back: none that was confirmed to a caller is ever lost."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

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


class RequestState(StrEnum):
    """How far a request is."""

    NEW = "new"
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller asks for. The same ``key`` is the same wish, however often it comes.

    ``topic`` is what they want to talk about, if they agreed that it is kept.
    """

    key: str = field(repr=False)
    number: str = field(repr=False)
    language: str
    best_time: str
    due: datetime
    topic: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as staff see it. Without ``number``, its key is not listed any more."""

    reference: str
    number: str | None = field(repr=False)
    language: str
    best_time: str
    topic: str | None = field(repr=False)
    state: RequestState
    created: datetime
    due: datetime
    taken_by: str | None
    taken: datetime | None
    done: datetime | None
    note: str = field(repr=False)


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

    def done(self, reference: str, *, by: str, now: datetime) -> Request:
        """The open request, done: its number is kept for some days more.

        Raises RequestError if it is not open, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            row = self._open(connection, reference)
            values = {"state": RequestState.DONE, "done": now, "taken_by": row.taken_by or by}
            return self._changed(connection, row, values, Entry(now, by, "did", KIND, row.id))

    def note(self, reference: str, text: str, *, by: str, now: datetime) -> Request:
        """The open request with another line in its note.

        Raises RequestError if it is not open, DatabaseError if that can't be written, SealError
        if what was noted before can't be opened.
        """
        sealer = self._store.sealer
        with self._store.database.writing() as connection:
            row = self._open(connection, reference)
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

    def _open(self, connection: Connection, reference: str) -> Row[Any]:
        wanted = select(requests).where(
            requests.c.reference == reference, requests.c.done.is_(None)
        )
        # PostgreSQL lets others wait for the row; SQLite has locked all of them already.
        row = connection.execute(wanted.with_for_update()).first()
        if row is None:
            raise RequestError(f"no open request has the reference {reference}")
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
