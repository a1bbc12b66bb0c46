"""Fetching recordings from the provider, and deleting them there. Each step may come twice."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, case, select, update

from ivr.records.errors import RecordsError
from ivr.records.sealing import Purpose
from ivr.records.store import Store
from ivr.records.tables import voicemails
from ivr.records.trying import GivenUp, Trying, next_due
from ivr.records.voicemails import SHOWN, Voicemail, VoicemailState, shown


class Fetching(Trying):
    """The voicemails that the provider still holds, for those who fetch them."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, voicemails)

    def claim(self, now: datetime, lease: timedelta) -> Voicemail | None:
        """The voicemail that has waited longest to be fetched, or deleted at the provider.

        Nobody else gets it until the lease is over. Each step can be done twice without harm.

        Raises DatabaseError if that can't be written.
        """
        due = next_due(voicemails, now).with_only_columns(*SHOWN)
        with self._store.database.writing() as connection:
            row = connection.execute(due).first()
            if row is None:
                return None
            _change(connection, row.id, next_try=now + lease, attempts=row.attempts + 1)
        return shown(self._store, row)

    def fetched(self, voicemail: str, recording: bytes, delete_at: datetime) -> None:
        """Keep the recording of a voicemail, sealed, unless it is here or was discarded.

        At the provider it is deleted at that moment; one that was discarded is at once.

        Raises RecordsError if there is no such voicemail any more, DatabaseError if it could not
        be kept.
        """
        sealed = self._store.sealer.seal(recording, Purpose.VOICEMAIL_RECORDING, voicemail)
        state = voicemails.c.state
        new = case((state == VoicemailState.AWAITED, VoicemailState.NEW), else_=state)
        wanted = update(voicemails).where(
            voicemails.c.id == voicemail, state != VoicemailState.DISCARDED
        )
        kept = wanted.where(voicemails.c.recording.is_(None))
        with self._store.database.writing() as connection:
            _change(connection, voicemail, attempts=0, error=None)
            connection.execute(wanted.values(next_try=delete_at))
            connection.execute(kept.values(recording=sealed, state=new))

    def deleted(self, voicemail: str) -> None:
        """The provider holds it no more.

        Raises RecordsError if there is no such voicemail any more, DatabaseError if that could
        not be written.
        """
        with self._store.database.writing() as connection:
            _change(
                connection, voicemail, provider_sid=None, next_try=None, error=None, given_up=None
            )

    def later(self, voicemail: str, next_try: datetime, error: str) -> None:
        """What was to be done with it is to be tried again.

        Raises RecordsError if there is no such voicemail any more, DatabaseError if that could
        not be written.
        """
        with self._store.database.writing() as connection:
            _change(connection, voicemail, next_try=next_try, error=error)

    def failed(self, voicemail: str, error: str, now: datetime) -> None:
        """What was to be done with it is given up.

        Raises RecordsError if there is no such voicemail any more, DatabaseError if that could
        not be written.
        """
        with self._store.database.writing() as connection:
            _change(connection, voicemail, next_try=None, error=error, given_up=now)

    def given_up(self) -> tuple[GivenUp, ...]:
        """Voicemails with which something failed for good, the last first.

        Raises DatabaseError if they can't be read.
        """
        wanted = select(*SHOWN).where(voicemails.c.given_up.is_not(None))
        with self._store.database.reading() as connection:
            rows = connection.execute(wanted.order_by(voicemails.c.given_up.desc())).all()
        return tuple(
            GivenUp(
                row.id,
                "delete" if row.kept or row.state == VoicemailState.DISCARDED else "fetch",
                row.error or "unknown",
                row.attempts,
                row.given_up,
            )
            for row in rows
        )

    def retry(self, now: datetime, voicemail: str | None = None) -> int:
        """How many voicemails that were given up are tried again: one, or all.

        Raises DatabaseError if that can't be written.
        """
        changed = update(voicemails).where(voicemails.c.given_up.is_not(None))
        if voicemail is not None:
            changed = changed.where(voicemails.c.id == voicemail)
        with self._store.database.writing() as connection:
            values = {"attempts": 0, "next_try": now, "given_up": None}
            return connection.execute(changed.values(values)).rowcount


def _change(connection: Connection, voicemail: str, **values: object) -> None:
    changed = update(voicemails).where(voicemails.c.id == voicemail).values(values)
    if connection.execute(changed).rowcount != 1:
        raise RecordsError("there is no such voicemail any more")
