"""A line that keeps what it is told, on a disk that may go away, and calls that have it keep."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Row, Table, select

from ivr.jobs import Queue
from ivr.phone.handset import Handset, Numbers
from ivr.phone.listening import heard_text
from ivr.phone.transport import Exchange, Wsgi
from ivr.records.database import Database
from ivr.settings import read_settings
from ivr.web import create_app
from ivr.web.keeping import Keeper
from ivr.web.line import Line
from tests.web.twilio_requests import ENVIRONMENT, PUBLIC_URL, SID, TOKEN

EVENING = datetime(2026, 11, 25, 1, tzinfo=UTC)
"""A Tuesday evening in New York, when nobody of the staff is there."""

MORNING = EVENING - timedelta(hours=10)

CALLER = "+12125550142"

SENDS = {"IVR_STAFF_NUMBERS": "+15555550100", "IVR_TEXTS_FROM": "+15555550199"}

KEYS = frozenset("0123456789*#")


class Disk:
    """The disk that the database of a line is on."""

    def __init__(self, folder: Path) -> None:
        self._home, self._gone = folder / "kept", folder / "gone"
        self.url = f"sqlite:///{self._home}/careline.db"

    def away(self) -> None:
        """Nothing is there any more, and nothing can be made there."""
        self._home.mkdir(exist_ok=True)
        self._home.rename(self._gone)
        self._home.touch()

    def back(self) -> None:
        """It is as it was."""
        self._home.unlink()
        self._gone.rename(self._home)

    def rows(self, table: Table) -> Sequence[Row[tuple[object, ...]]]:
        """What is in a table."""
        database = Database(self.url)
        with database.reading() as connection:
            found = connection.execute(select(table)).all()
        database.close()
        return found


class KeepingLine:
    """A line with every way to have something kept. Its clock stands still until it is told."""

    def __init__(self, disk: Disk, at: datetime = EVENING, url: str = "") -> None:
        self.disk = disk
        self.now = at
        settings = read_settings({**ENVIRONMENT, **SENDS, "IVR_DATABASE_URL": url or disk.url})
        self.queue = Queue(settings.queue_url)
        self.keeper = Keeper(settings, self.queue.nudge)
        self.keeper.start()
        self.line = Line(settings, self._seconds, self.keeper)
        self.exchange: Exchange = Wsgi(create_app(line=self.line), TOKEN)
        self._calls = 0

    def calls(self, caller: str, exchange: Exchange | None = None) -> Handset:
        """A new call, which is still to be placed; its requests may be brought otherwise."""
        self._calls += 1
        numbers = Numbers(caller=caller, call_sid=sid(self._calls), account_sid=SID)
        return Handset(exchange or self.exchange, f"{PUBLIC_URL}/voice", numbers)

    def ended(self, call: int = 1, status: str = "completed") -> None:
        """Twilio tells what became of a call, which lasted a minute and a second."""
        form = {"CallSid": sid(call), "AccountSid": SID, "CallStatus": status}
        form["CallDuration"] = "61"
        assert self.exchange.request("POST", f"{PUBLIC_URL}/voice/status", form).status == 204

    def loses_disk(self) -> None:
        """The disk goes away, and with it every file that was open."""
        records = self.keeper.records
        for database in (records._store.database, records._quick):
            database.close()
        self.disk.away()

    def looks_again(self) -> None:
        """For its database, as it does every half minute until it has found it."""
        self.keeper._upgrading.close()
        self.keeper.start()

    def passes(self, time: timedelta) -> None:
        """Let some time pass."""
        self.now += time

    def flush(self) -> bool:
        """Whether everything that was noted down could be written."""
        return self.keeper.records.journal.flush()

    def _seconds(self) -> float:
        return self.now.timestamp()


def sid(call: int) -> str:
    """What Twilio calls the first call of a line, or the second."""
    return f"CA{call:030x}00"


def act(handset: Handset, what: str) -> str:
    """Press keys, say words, or hang up (nothing); what the line says to that."""
    if not what:
        handset.hang_up()
    elif set(what) <= KEYS:
        handset.press(what)
    else:
        handset.say(what)
    return heard(handset)


def heard(handset: Handset) -> str:
    """What was said since the caller's last act, and is being said."""
    texts = [each.text for each in handset.heard[handset.since :]]
    return " ".join(filter(None, texts + [heard_text(verb) for verb in handset.to_come]))
