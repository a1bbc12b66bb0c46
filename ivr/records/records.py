"""All records of one line, behind one door."""

from collections.abc import Sequence
from datetime import datetime

from ivr.records.audit import Audit
from ivr.records.database import WAIT, Database
from ivr.records.fetching import Fetching
from ivr.records.forgetting import Forgotten, forget
from ivr.records.journal import Journal
from ivr.records.purging import Purged, purge
from ivr.records.reminding import Reminder, remind
from ivr.records.requests import Requests
from ivr.records.resealing import Resealed, reseal
from ivr.records.resumes import Resumes
from ivr.records.sealing import Sealer
from ivr.records.sending import Sending
from ivr.records.statistics import Statistics
from ivr.records.store import Store
from ivr.records.texts import Texts
from ivr.records.users import Users
from ivr.records.voicemails import Voicemails
from ivr.retention import Retention


class Records:
    """What is kept, by kind. Making it reaches for no database: that may be away.

    The newest of ``secret_keys`` comes first. ``wait`` is in seconds, as ``Database`` says.

    Raises AddressError if ``url`` is not the address of a database.
    """

    def __init__(self, url: str, secret_keys: Sequence[str], *, wait: float = WAIT) -> None:
        sealer = Sealer(secret_keys)
        self._quick = Database(url, durable=False, wait=wait)
        self._store = Store(Database(url, wait=wait), sealer)
        self.journal = Journal(Store(self._quick, sealer))
        self.requests = Requests(self._store)
        self.voicemails = Voicemails(self._store)
        self.texts = Texts(self._store)
        self.sending = Sending(self._store)
        self.fetching = Fetching(self._store)
        self.resumes = Resumes(self._store)
        self.users = Users(self._store)
        self.audit = Audit(self._store)
        self.statistics = Statistics(self._store)

    @property
    def place(self) -> str:
        """Where the database is, for people."""
        return self._store.database.place

    def purge(self, retention: Retention, now: datetime) -> Purged:
        """Delete what was kept long enough.

        Raises DatabaseError if that can't be done.
        """
        return purge(self._store, retention, now)

    def forget(self, number: str, *, by: str, now: datetime) -> Forgotten:
        """Delete all that is kept under a number.

        Raises NumberError if it is none, DatabaseError if that can't be done.
        """
        return forget(self._store, number, by=by, now=now)

    def remind(self, now: datetime) -> Reminder:
        """What staff are to be reminded of now, once a day at most; nothing if nothing waits.

        Raises DatabaseError if that can't be written.
        """
        return remind(self._store, now)

    def reseal(self) -> Resealed:
        """Seal everything with the newest key.

        Raises DatabaseError if that can't be done.
        """
        return reseal(self._store)

    def close(self) -> None:
        """Write what waits in the journal, and close the connections."""
        self.journal.close()
        self._quick.close()
        self._store.database.close()
