"""Sending texts: each once, whatever happens to who sends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, null, select, update

from ivr.records import opt_outs
from ivr.records.errors import DatabaseError, Reason
from ivr.records.sealing import Purpose
from ivr.records.store import Store
from ivr.records.tables import texts
from ivr.records.texts import OPTED_OUT, TextState, again
from ivr.records.trying import GivenUp, Trying, next_due

UNSENT: Final = (TextState.QUEUED, TextState.SENDING)

UNREADABLE: Final = "unreadable"

# One that was given up in doubt may turn out to have gone; one that arrived stays so.
_UNKNOWN: Final = texts.c.state.in_(UNSENT) | texts.c.claimed.is_not(None)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is to be sent: of which kind, in which language, to whom.

    ``doubtful_since`` is when somebody began to send it, without saying later what came of that:
    the provider has to be asked before it is sent again. ``attempts`` counts those before this.
    """

    id: str
    number: str = field(repr=False)
    kind: str = field(repr=False)
    language: str
    attempts: int
    doubtful_since: datetime | None


class Sending(Trying):
    """The texts that are to be sent, for those who send them."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, texts)

    def claim(self, now: datetime, lease: timedelta) -> Text | None:
        """The text that has waited longest, for whoever asks first and is going to send it.

        It is theirs for as long as the lease. After that it is somebody else's, as one that may
        have been sent. One whose number has said that it does not want any is passed over.

        Raises DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            while row := connection.execute(next_due(texts, now)).first():
                number = self._store.opened(row.number, Purpose.TEXT_NUMBER, row.id)
                kind = self._store.opened(row.topic, Purpose.TEXT_TOPIC, row.id)
                if number is None or kind is None:
                    self._give_up(connection, row, UNREADABLE, now)
                elif opt_outs.opted_out(connection, self._store, number):
                    self._give_up(connection, row, OPTED_OUT, None)
                else:
                    taken = {
                        "state": TextState.SENDING,
                        "attempts": row.attempts + 1,
                        "next_try": now + lease,
                        "claimed": row.claimed or now,
                    }
                    self._change(connection, texts.c.id == row.id, **taken)
                    return Text(row.id, number, kind, row.language, row.attempts, row.claimed)
        return None

    def sent(self, text: str, provider_sid: str) -> None:
        """The provider has taken the text, and calls it that. It may be told more than once.

        Raises DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            self._sent(connection, text, provider_sid, _UNKNOWN)

    def heard(self, text: str, provider_sid: str) -> None:
        """The provider speaks of a text of which nobody has said yet that it was taken.

        That it speaks of one that was tried again since is of no matter.

        Raises DatabaseError if that can't be written.
        """
        try:
            with self._store.database.writing() as connection:
                self._sent(connection, text, provider_sid, texts.c.claimed.is_not(None))
        except DatabaseError as error:
            if error.reason is not Reason.CONFLICT:  # else it is another text's
                raise

    def found(self, text: str, provider_sids: Sequence[str]) -> bool:
        """Whether one of these messages, which the provider has sent, is the text.

        It is the first that is no other text's, and is the text's from now on.

        Raises DatabaseError if that can't be written.
        """
        if not provider_sids:
            return False
        held = select(texts.c.provider_sid).where(texts.c.provider_sid.in_(provider_sids))
        try:
            with self._store.database.writing() as connection:
                taken = set(connection.scalars(held))
                free = [sid for sid in provider_sids if sid not in taken]
                if free:
                    self._sent(connection, text, free[0], _UNKNOWN)
        except DatabaseError as error:
            if error.reason is not Reason.CONFLICT:
                raise
            return self.found(text, provider_sids)  # somebody else took it at the same moment
        return bool(free)

    def later(self, text: str, next_try: datetime, error: str, *, unsure: bool) -> None:
        """The text is to be tried again; with ``unsure``, the provider may have taken it.

        Raises DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            self._change(
                connection,
                (texts.c.id == text) & (texts.c.state == TextState.SENDING),
                state=TextState.SENDING if unsure else TextState.QUEUED,
                claimed=texts.c.claimed if unsure else null(),
                next_try=next_try,
                error=error,
            )

    def failed(self, text: str, error: str, now: datetime, *, unsure: bool = False) -> None:
        """The text is given up; with ``unsure``, the provider may have taken it all the same.

        Raises DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            self._change(
                connection,
                (texts.c.id == text) & (texts.c.state == TextState.SENDING),
                state=TextState.FAILED,
                claimed=texts.c.claimed if unsure else null(),
                next_try=None,
                error=error,
                given_up=now,
            )

    def given_up(self) -> tuple[GivenUp, ...]:
        """Texts that failed for good, the last first.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(texts).where(texts.c.given_up.is_not(None))
        with self._store.database.reading() as connection:
            rows = connection.execute(wanted.order_by(texts.c.given_up.desc())).all()
        return tuple(
            GivenUp(row.id, row.kind, row.error or "unknown", row.attempts, row.given_up)
            for row in rows
        )

    def retry(self, now: datetime, text: str | None = None) -> int:
        """How many texts that were given up are tried again: one, or all.

        Raises DatabaseError if that can't be written.
        """
        chosen = texts.c.given_up.is_not(None)
        with self._store.database.writing() as connection:
            wanted = chosen if text is None else chosen & (texts.c.id == text)
            return connection.execute(again(now).where(wanted)).rowcount

    def _sent(
        self,
        connection: Connection,
        text: str,
        provider_sid: str,
        condition: Any,  # noqa: ANN401 - of SQL
    ) -> None:
        self._change(
            connection,
            (texts.c.id == text) & condition,
            state=TextState.SENT,
            provider_sid=provider_sid,
            claimed=None,
            next_try=None,
            error=None,
            given_up=None,
        )

    def _give_up(
        self, connection: Connection, row: Row[Any], error: str, given_up: datetime | None
    ) -> None:
        values = {"state": TextState.FAILED, "next_try": None, "error": error}
        self._change(connection, texts.c.id == row.id, given_up=given_up, **values)

    def _change(self, connection: Connection, condition: Any, **values: object) -> int:  # noqa: ANN401 - an SQL condition
        return connection.execute(update(texts).where(condition).values(values)).rowcount
