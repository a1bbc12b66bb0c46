"""Texts to callers, each sent once, and never to who does not want any."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from ivr.records.database import insert
from ivr.records.numbers import normalised
from ivr.records.sealing import Purpose
from ivr.records.store import Store, insert_once, new_id
from ivr.records.tables import opt_outs, texts

KIND: Final = "text"


class TextState(StrEnum):
    """How far a text is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is to be sent: of which kind, in which language, to whom."""

    id: str
    number: str | None = field(repr=False)
    kind: str
    language: str


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
        }
        with self._store.database.writing() as connection:
            if self._opted_out(connection, number):
                return None
            return insert_once(connection, texts, hashes, values)

    def queued(self) -> tuple[str, ...]:
        """The identities of the texts to send, the oldest first.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(texts.c.id).where(texts.c.state == TextState.QUEUED)
        with self._store.database.reading() as connection:
            return tuple(connection.scalars(wanted.order_by(texts.c.created)))

    def claim(self, text: str) -> Text | None:
        """The text, for whoever asks first and is going to send it; none for all others.

        None, too, if its number has said since that it does not want any.

        Raises DatabaseError if that can't be written.
        """
        same = texts.c.id == text
        with self._store.database.writing() as connection:
            change = update(texts).where(same, texts.c.state == TextState.QUEUED)
            if connection.execute(change.values(state=TextState.SENDING)).rowcount != 1:
                return None
            row = connection.execute(select(texts).where(same)).one()
            claimed = self._text(row)
            if claimed.number is None or self._opted_out(connection, claimed.number):
                connection.execute(update(texts).where(same).values(state=TextState.FAILED))
                return None
        return claimed

    def sent(self, text: str, provider_sid: str) -> None:
        """The provider has taken the text, and calls it that.

        Raises DatabaseError if that can't be written.
        """
        self._change(texts.c.id == text, state=TextState.SENT, provider_sid=provider_sid)

    def failed(self, text: str) -> None:
        """The provider has refused the text.

        Raises DatabaseError if that can't be written.
        """
        self._change(texts.c.id == text, state=TextState.FAILED)

    def arrived(self, provider_sid: str, *, delivered: bool) -> None:
        """The provider says what became of a text.

        Raises DatabaseError if that can't be written.
        """
        state = TextState.DELIVERED if delivered else TextState.FAILED
        self._change(texts.c.provider_sid == provider_sid, state=state)

    def opt_out(self, number: str, now: datetime) -> None:
        """Send no text to a number from now on.

        Raises NumberError if it is none, DatabaseError if that can't be written.
        """
        sealer, row = self._store.sealer, new_id()
        values = {
            "id": row,
            "number": sealer.seal_text(normalised(number), Purpose.OPT_OUT_NUMBER, row),
            "number_hash": sealer.number_hashes(number)[0],
            "since": now,
        }
        with self._store.database.writing() as connection:
            if not self._opted_out(connection, number):
                made = insert(connection, opt_outs).values(values)
                connection.execute(made.on_conflict_do_nothing())

    def opt_in(self, number: str) -> None:
        """Send texts to a number again.

        Raises NumberError if it is none, DatabaseError if that can't be written.
        """
        hashes = self._store.sealer.number_hashes(number)
        with self._store.database.writing() as connection:
            connection.execute(delete(opt_outs).where(opt_outs.c.number_hash.in_(hashes)))

    def is_opted_out(self, number: str) -> bool:
        """Whether a number wants no texts.

        Raises NumberError if it is none, DatabaseError if that can't be read.
        """
        with self._store.database.reading() as connection:
            return self._opted_out(connection, number)

    def _opted_out(self, connection: Connection, number: str) -> bool:
        hashes = self._store.sealer.number_hashes(number)
        wanted = select(opt_outs.c.id).where(opt_outs.c.number_hash.in_(hashes))
        return connection.scalar(wanted) is not None

    def _change(self, condition: Any, **values: object) -> None:  # noqa: ANN401 - an SQL condition
        with self._store.database.writing() as connection:
            connection.execute(update(texts).where(condition).values(values))

    def _text(self, row: Row[Any]) -> Text:
        number = self._store.opened(row.number, Purpose.TEXT_NUMBER, row.id)
        return Text(row.id, number, row.kind, row.language)
