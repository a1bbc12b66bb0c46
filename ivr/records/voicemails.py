"""What callers recorded, kept sealed, until somebody has seen to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, Update, case, null, select, update

from ivr.records.audit import Entry, note_down
from ivr.records.errors import NumberError, RecordsError
from ivr.records.sealing import Purpose
from ivr.records.store import Store, insert_once, new_id
from ivr.records.tables import voicemails

KIND: Final = "voicemail"

NOT_THERE: Final = "not-there"
"""The error of a recording that the provider does not have, or not yet."""

SHOWN: Final = (
    *(column for column in voicemails.c if column.name != "recording"),
    voicemails.c.recording.is_not(None).label("kept"),
)
"""Everything but the sound, which may be long."""


class VoicemailState(StrEnum):
    """How far a voicemail is."""

    AWAITED = "awaited"
    NEW = "new"
    HEARD = "heard"
    DONE = "done"
    DISCARDED = "discarded"


UNHEARD: Final = (VoicemailState.AWAITED, VoicemailState.NEW)

OVER: Final = (VoicemailState.DONE, VoicemailState.DISCARDED)


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A voicemail as staff see it. ``provider_sid`` is there until it is deleted there.

    ``kept`` says whether the recording is here; ``attempts`` how often the next step was tried.
    """

    id: str
    number: str | None = field(repr=False)
    language: str
    seconds: int
    state: VoicemailState
    created: datetime
    provider_sid: str | None
    kept: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class Left:
    """What everybody may know of a voicemail: not who left it. ``here`` if it can be heard."""

    id: str
    language: str
    seconds: int
    state: VoicemailState
    created: datetime
    here: bool


class Voicemails:
    """What callers recorded."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, *, provider_sid: str, number: str | None, language: str, seconds: int, now: datetime
    ) -> str:
        """The identity of a voicemail that the provider holds; the same for the same one.

        A number that is none, because the caller hides it, is not kept.

        Raises DatabaseError if it could not be kept.
        """
        sealer, row = self._store.sealer, new_id()
        hashes = sealer.key_hashes(KIND, provider_sid)
        values = {
            "id": row,
            "language": language,
            "seconds": seconds,
            "state": VoicemailState.AWAITED,
            "provider_sid": provider_sid,
            "created": now,
            "next_try": now,
        }
        try:
            values["number_hash"] = sealer.number_hashes(number or "")[0]
            values["number"] = sealer.seal_text(number or "", Purpose.VOICEMAIL_NUMBER, row)
        except NumberError:
            pass
        with self._store.database.writing() as connection:
            return insert_once(connection, voicemails, hashes, values)

    def discard(self, provider_sid: str, now: datetime) -> None:
        """The caller does not want a recording kept: it is deleted here, and at the provider soon.

        It may be told before or after the voicemail is added, and more than once.

        Raises DatabaseError if that can't be written.
        """
        hashes = self._store.sealer.key_hashes(KIND, provider_sid)
        values = {
            "id": new_id(),
            "language": "",
            "seconds": 0,
            "state": VoicemailState.DISCARDED,
            "provider_sid": provider_sid,
            "created": now,
            "next_try": now,
        }
        with self._store.database.writing() as connection:
            row = insert_once(connection, voicemails, hashes, values)
            connection.execute(discarding(now).where(voicemails.c.id == row))

    def waiting(self) -> tuple[Left, ...]:
        """Those that are not done without what is sealed, the oldest first.

        Nothing is noted down, since nobody sees whose they are.

        Raises DatabaseError if they can't be read.
        """
        here = voicemails.c.recording.is_not(None).label("here")
        columns = (voicemails.c[name] for name in ("id", "language", "seconds", "state", "created"))
        wanted = select(*columns, here).where(voicemails.c.state.not_in(OVER))
        with self._store.database.reading() as connection:
            rows = connection.execute(wanted.order_by(voicemails.c.created)).mappings().all()
        return tuple(Left(**{**row, "state": VoicemailState(row["state"])}) for row in rows)

    def look(self, voicemail: str, *, by: str, now: datetime) -> Voicemail:
        """One that is not done, with its number. It is noted down who has seen it.

        Raises RecordsError if there is none, DatabaseError if it can't be read.
        """
        same = (voicemails.c.id == voicemail) & voicemails.c.state.not_in(OVER)
        with self._store.database.writing() as connection:
            row = connection.execute(select(*SHOWN).where(same)).first()
            if row is None:
                raise RecordsError("there is no such voicemail any more")
            note_down(connection, [Entry(now, by, "saw", KIND, row.id)])
        return shown(self._store, row)

    def list(self, *, by: str, now: datetime) -> tuple[Voicemail, ...]:
        """Those that are not done, the oldest first. It is noted down who has seen them.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(*SHOWN).where(voicemails.c.state.not_in(OVER))
        wanted = wanted.order_by(voicemails.c.created)
        with self._store.database.writing() as connection:
            rows = connection.execute(wanted).all()
            note_down(connection, [Entry(now, by, "saw", KIND, row.id) for row in rows])
        return tuple(shown(self._store, row) for row in rows)

    def recording(self, voicemail: str, *, by: str, now: datetime) -> bytes:
        """The sound of a voicemail, which ``by`` hears now.

        Raises RecordsError if there is none, SealError if it can't be opened, DatabaseError if it
        can't be read.
        """
        wanted = select(voicemails.c.recording, voicemails.c.state)
        with self._store.database.writing() as connection:
            row = connection.execute(wanted.where(voicemails.c.id == voicemail)).first()
            if row is None or row.recording is None:
                raise RecordsError("there is no such recording, or it was not fetched yet")
            sound = self._store.sealer.open(row.recording, Purpose.VOICEMAIL_RECORDING, voicemail)
            if row.state == VoicemailState.NEW:
                self._change(connection, voicemail, state=VoicemailState.HEARD)
            note_down(connection, [Entry(now, by, "heard", KIND, voicemail)])
        return sound

    def own(self, provider_sid: str) -> bytes | None:
        """A caller's own message for themselves, by what the provider called it.

        None if it is not here, or was discarded. Nobody of the staff hears it: nothing is noted
        down, and it stays unheard.

        Raises SealError if it can't be opened, DatabaseError if it can't be read.
        """
        hashes = self._store.sealer.key_hashes(KIND, provider_sid)
        wanted = select(voicemails.c.id, voicemails.c.recording).where(
            voicemails.c.key_hash.in_(hashes),
            voicemails.c.state != VoicemailState.DISCARDED,
            voicemails.c.recording.is_not(None),
        )
        with self._store.database.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        return self._store.sealer.open(row.recording, Purpose.VOICEMAIL_RECORDING, row.id)

    def done(self, voicemail: str, *, by: str, now: datetime) -> None:
        """Somebody has seen to it.

        Raises RecordsError if there is no such voicemail, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            self._change(connection, voicemail, state=VoicemailState.DONE)
            note_down(connection, [Entry(now, by, "did", KIND, voicemail)])

    def _change(self, connection: Connection, voicemail: str, **values: object) -> None:
        changed = update(voicemails).where(voicemails.c.id == voicemail).values(values)
        if connection.execute(changed).rowcount != 1:
            raise RecordsError("there is no such voicemail any more")


def discarding(now: datetime) -> Update:
    """What turns voicemails into rows that only ask for deletion at the provider."""
    emptied = ("number", "number_hash", "recording", "error", "given_up")
    return update(voicemails).values(
        state=VoicemailState.DISCARDED,
        attempts=0,
        next_try=case((voicemails.c.provider_sid.is_not(None), now), else_=null()),
        **dict.fromkeys(emptied),
    )


def shown(store: Store, row: Row[Any]) -> Voicemail:
    """A voicemail of the columns that are SHOWN."""
    return Voicemail(
        id=row.id,
        number=store.opened(row.number, Purpose.VOICEMAIL_NUMBER, row.id),
        language=row.language,
        seconds=row.seconds,
        state=VoicemailState(row.state),
        created=row.created,
        provider_sid=row.provider_sid,
        kept=row.kept,
        attempts=row.attempts,
    )
