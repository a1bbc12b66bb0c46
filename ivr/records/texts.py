"""Texts that callers asked for: kept until they are sent, and never to who wants none."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import update

from ivr.records import opt_outs
from ivr.records.numbers import normalised
from ivr.records.sealing import Purpose
from ivr.records.store import Store, insert_once, new_id
from ivr.records.tables import texts

KIND: Final = "text"


class TextState(StrEnum):
    """How far a text is. Nobody knows yet whether one that is being sent was sent."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class Texts:
    """Texts to callers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def queue(
        self, *, key: str, number: str, kind: str, language: str, now: datetime
    ) -> str | None:
        """The identity of a text to send; none if its number does not want any.

        The same key is the same text, however often it comes.

        Raises NumberError if the number is none, DatabaseError if it could not be kept.
        """
        sealer, row = self._store.sealer, new_id()
        hashes = sealer.key_hashes(KIND, key)
        values = {
            "id": row,
            "number": sealer.seal_text(normalised(number), Purpose.TEXT_NUMBER, row),
            "number_hash": sealer.number_hashes(number)[0],
            "kind": kind,
            "language": language,
            "state": TextState.QUEUED,
            "created": now,
            "next_try": now,
        }
        with self._store.database.writing() as connection:
            if opt_outs.opted_out(connection, self._store, number):
                return None
            return insert_once(connection, texts, hashes, values)

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
