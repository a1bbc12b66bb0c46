"""Texts that callers asked for: kept until they are sent, and never to who wants none."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, Update, case, func, null, select, update

from ivr.records import opt_outs
from ivr.records.errors import TooManyTextsError
from ivr.records.numbers import normalised
from ivr.records.sealing import Purpose
from ivr.records.store import Store, insert_once, new_id
from ivr.records.tables import texts

KIND: Final = "text"
CALL: Final = "call of texts"

MOST_OF_A_CALL: Final = 3
MOST_TO_A_NUMBER: Final = 5
"""Texts that callers may have sent to one number in ``A_DAY``."""

A_DAY: Final = timedelta(hours=24)

OPTED_OUT: Final = "opted-out"
TOO_MANY: Final = "too-many"

OTHER: Final = "other"


class TextState(StrEnum):
    """How far a text is. Nobody knows yet whether one that is being sent was sent."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TextWish:
    """A text that a caller asked for, in the call that the provider calls ``call``.

    What stands before a colon in ``kind`` may be read by anybody who sees the database; the rest
    is sealed. ``typed`` tells that the number is not the one that is calling: so the caller may
    not learn anything about it.
    """

    call: str = field(repr=False)
    number: str = field(repr=False)
    kind: str = field(repr=False)
    language: str
    typed: bool = False


class Texts:
    """Texts to callers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, wish: TextWish, now: datetime) -> str | None:
        """The identity of a text that a caller wants; none if its number does not want any.

        The same wish of a call is the same text. One that failed is sent again. To a number that
        was typed nothing is refused because of what the number's owner did, or others did with
        it: nobody may learn that. Such a text is kept and never sent.

        Raises TooManyTextsError if that are too many, NumberError if the number is none,
        DatabaseError if it could not be kept.
        """
        sealer = self._store.sealer
        hashes = sealer.key_hashes(KIND, f"{wish.call} {wish.kind} {normalised(wish.number)}")
        calls = sealer.key_hashes(CALL, wish.call)
        with self._store.database.writing() as connection:
            same = select(texts.c.id, texts.c.state, texts.c.error)
            before = connection.execute(same.where(texts.c.key_hash.in_(hashes))).first()
            held = self._held_back(connection, wish, before, calls, now)
            if held and not wish.typed:
                if held == TOO_MANY:
                    raise TooManyTextsError
                return None
            if before is not None:
                if before.state == TextState.FAILED and not held:
                    connection.execute(again(now).where(texts.c.id == before.id))
                return str(before.id)
            row = self._row(wish.number, wish.kind, wish.language, now)
            row["call_hash"] = calls[0]
            if held:
                row |= {"state": TextState.FAILED, "error": held, "next_try": None}
            return insert_once(connection, texts, hashes, row)

    def queue(
        self, *, key: str, number: str, kind: str, language: str, now: datetime
    ) -> str | None:
        """The identity of a text to send that no caller asked for; none if its number wants none.

        The same key is the same text, however often it comes. ``kind`` is as in TextWish.

        Raises NumberError if the number is none, DatabaseError if it could not be kept.
        """
        hashes = self._store.sealer.key_hashes(KIND, key)
        row = self._row(number, kind, language, now)
        with self._store.database.writing() as connection:
            if opt_outs.opted_out(connection, self._store, number):
                return None
            return insert_once(connection, texts, hashes, row)

    def arrived(
        self, provider_sid: str, *, delivered: bool, now: datetime, error: str | None = None
    ) -> None:
        """The provider says what became of a text.

        Raises DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            connection.execute(
                update(texts)
                .where(texts.c.provider_sid == provider_sid)
                .values(
                    state=TextState.DELIVERED if delivered else TextState.FAILED,
                    next_try=None,
                    error=None if delivered else error,
                    given_up=None if delivered else now,
                )
            )

    def opt_out(self, number: str, now: datetime) -> None:
        """Send no text to a number from now on.

        Raises NumberError if it is none, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            opt_outs.opt_out(connection, self._store, number, now)

    def opt_in(self, number: str) -> None:
        """Send texts to a number again.

        Raises NumberError if it is none, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            opt_outs.opt_in(connection, self._store, number)

    def is_opted_out(self, number: str) -> bool:
        """Whether a number wants no texts.

        Raises NumberError if it is none, DatabaseError if that can't be read.
        """
        with self._store.database.reading() as connection:
            return opt_outs.opted_out(connection, self._store, number)

    def _row(self, number: str, kind: str, language: str, now: datetime) -> dict[str, object]:
        sealer, row = self._store.sealer, new_id()
        open_kind, colon, _ = kind.partition(":")
        return {
            "id": row,
            "number": sealer.seal_text(normalised(number), Purpose.TEXT_NUMBER, row),
            "number_hash": sealer.number_hashes(number)[0],
            "kind": open_kind if colon else OTHER,
            "topic": sealer.seal_text(kind, Purpose.TEXT_TOPIC, row),
            "language": language,
            "state": TextState.QUEUED,
            "created": now,
            "next_try": now,
        }

    def _held_back(
        self,
        connection: Connection,
        wish: TextWish,
        before: Row[Any, Any, Any] | None,
        calls: tuple[str, ...],
        now: datetime,
    ) -> str:
        """Why a text is not to be sent, or nothing.

        Raises TooManyTextsError if the call has had enough, which tells of nobody else.
        """
        count = select(func.count()).select_from(texts)
        if before is None:
            of_call = connection.scalar(count.where(texts.c.call_hash.in_(calls))) or 0
            if of_call >= MOST_OF_A_CALL:
                raise TooManyTextsError
        if opt_outs.opted_out(connection, self._store, wish.number):
            return OPTED_OUT
        if before is not None:
            return TOO_MANY if before.error == TOO_MANY else ""
        hashes = self._store.sealer.number_hashes(wish.number)
        to_number = texts.c.number_hash.in_(hashes) & texts.c.call_hash.is_not(None)
        lately = to_number & (texts.c.created > now - A_DAY)
        many = (connection.scalar(count.where(lately)) or 0) >= MOST_TO_A_NUMBER
        return TOO_MANY if many else ""


def again(now: datetime) -> Update:
    """What has texts tried again that failed: those in doubt are asked about first."""
    doubtful = texts.c.claimed.is_not(None)
    return update(texts).values(
        state=case((doubtful, TextState.SENDING), else_=TextState.QUEUED),
        provider_sid=None,
        attempts=0,
        next_try=now,
        error=null(),
        given_up=None,
    )
