"""What a line keeps: what turns tell it to do is done here, and how calls went is noted down.

Information never waits for a database. What a caller asked to be kept is tried, for as long as
``ivr.records`` says, and an honest answer comes back whatever happens.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, assert_never

import msgpack

from ivr.dialogue.actions import (
    DiscardMessage,
    Effect,
    ForgetPlace,
    KeepMessage,
    KeepRequest,
    SendText,
)
from ivr.dialogue.circumstances import Left
from ivr.dialogue.events import Outcome, Performed
from ivr.dialogue.state import Place
from ivr.errors import CarelineError
from ivr.settings import Settings
from ivr.web.failures import log_failure
from ivr.web.upgrading import Upgrading
from ivr.web.waiting import in_time

if TYPE_CHECKING:
    from ivr.records import Records, Wish
    from ivr.records.journal import Entry

log = logging.getLogger("ivr.web")

AFTER_FAILURE: Final = timedelta(seconds=30)
"""How long nothing that can be done without is asked of a database that did not answer."""

FOR_A_PLACE: Final = 0.3
"""Seconds that a call waits at its beginning to learn where an earlier one broke off."""

FOR_THE_START: Final = 2.0
"""Seconds that a line waits for its database before it is up."""

RECORDING: Final = re.compile(r"RE[0-9a-fA-F]{32}")
"""What the provider calls a recording, and the software phone one that it makes up."""

Nudge = Callable[[Literal["texts", "voicemails"]], None]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose call it is: what Twilio calls it, the number (empty if withheld), the language."""

    call_sid: str = field(repr=False)
    number: str = field(repr=False)
    language: str


class Keeper:
    """Does what turns tell the line to do. ``nudge`` tells workers that there is something to do.

    With ``at_once`` what is noted down of a call is written before the next one begins, for lines
    that are tried out and not for lines that are up.
    """

    def __init__(
        self, settings: Settings, nudge: Nudge | None = None, *, at_once: bool = False
    ) -> None:
        self._settings = settings
        self._nudge = nudge
        self._at_once = at_once
        self._records: Records | None = None
        self._upgrading = Upgrading(settings.database_url)
        self._rests_until = datetime.min.replace(tzinfo=UTC)

    def start(self) -> None:
        """Bring the database up to date before the first call, if it takes no longer than that.

        Else it is tried beside the calls, until it is done.
        """
        try:
            _ = self.records
            self._upgrading.start()
        except CarelineError as error:
            log.warning("the line starts without its database: %s", error)
            return
        if not self._upgrading.wait(FOR_THE_START):
            log.warning("the line starts without its database, and tries on to reach it")

    def close(self) -> None:
        """Write what waits to be written, and let go of the database."""
        self._upgrading.close()
        if self._records is not None:
            self._records.close()
            self._records = None

    @property
    def records(self) -> "Records":
        """The records, for pages that show them. Nothing is asked of the database for that."""
        # Here and not above: a line that is only tried out may never keep anything.
        from ivr.records import Records  # noqa: PLC0415

        if self._records is None:
            # The journal fills while the database is away.
            self._records = Records(self._settings.database_url, self._settings.secret_keys)
        return self._records

    def perform(
        self, effect: Effect, caller: Caller, answer_within: int, now: datetime
    ) -> Performed:
        """Do something, and tell what came of it. ``answer_within`` is in hours.

        Never raises: what fails is logged, without what it was about.
        """
        try:
            return self._performed(effect, caller, answer_within, now)
        except CarelineError as error:
            log.warning("something that a caller asked for could not be kept: %s", error)
        except Exception as error:  # noqa: BLE001 - the caller is told, and the call goes on
            log_failure("something that a caller asked for could not be kept", error)
        return Performed(Outcome.FAILED)

    def left(self, number: str, now: datetime) -> Left | None:
        """Where an earlier call from a number broke off, if that is known.

        Never raises, and takes no longer than ``FOR_A_PLACE``: the call begins after it.
        """
        if not number or now < self._rests_until:
            return None
        try:
            records = self._kept()
            if records is None:
                return None
            if self._at_once:
                records.journal.flush()
                packed = records.resumes.find(number, now)
            else:
                packed = in_time(lambda: records.resumes.find(number, now), FOR_A_PLACE)
            language, node, part = msgpack.unpackb(packed) if packed else ("", "", 0)
        except TimeoutError:
            self._rests_until = now + AFTER_FAILURE
            log.warning("where callers were can't be looked up in time")
            return None
        except CarelineError as error:
            self._rests_until = now + AFTER_FAILURE
            log.warning("where callers were can't be looked up: %s", error)
            return None
        except Exception as error:  # noqa: BLE001 - a call begins all the same
            log_failure("where a caller was could not be looked up", error)
            return None
        return Left(Place(node, part), language) if node else None

    def note(self, entries: "Callable[[], Iterable[Entry]]") -> None:
        """Have entries of the journal written soon. Never waits for the database, never raises."""
        if self._records is None:
            return
        try:
            for entry in entries():
                self._records.journal.put(entry)
        except Exception as error:  # noqa: BLE001 - a call matters more than what is noted of it
            log_failure("a turn could not be noted down", error)

    def _performed(
        self, effect: Effect, caller: Caller, answer_within: int, now: datetime
    ) -> Performed:
        records = self._kept()
        if records is None:
            log.warning("something that a caller asked for could not be kept: no database yet")
            return Performed(Outcome.FAILED)
        match effect:
            case KeepRequest():
                wish = _wish(effect, caller, now + timedelta(hours=answer_within))
                return Performed(Outcome.DONE, records.requests.create(wish, now))
            case KeepMessage() | DiscardMessage() if not RECORDING.fullmatch(effect.message):
                log.warning("a message was left that no recording of the provider's can be")
                return Performed(Outcome.FAILED)
            case KeepMessage():
                records.voicemails.add(
                    provider_sid=effect.message,
                    number=caller.number or None,
                    language=caller.language,
                    seconds=effect.seconds,
                    now=now,
                )
                self._tell("voicemails")
            case DiscardMessage():
                records.voicemails.discard(effect.message, now)
                self._tell("voicemails")
            case SendText():
                if not _asked(records, effect, caller, now):
                    return Performed(Outcome.REFUSED)
                self._tell("texts")
            case ForgetPlace():
                if caller.number:
                    records.resumes.drop(caller.number)
            case _:
                assert_never(effect)
        return Performed(Outcome.DONE)

    def _tell(self, kind: Literal["texts", "voicemails"]) -> None:
        if self._nudge is not None:
            self._nudge(kind)

    def _kept(self) -> "Records | None":
        """The records, with a database that is up to date; none while it is not.

        Raises RecordsError if it can't be.
        """
        records = self.records
        if self._at_once:
            self._upgrading.now()
        elif not self._upgrading.done:
            self._upgrading.start()  # in this process, which may have been forked since
            return None
        return records


def _wish(effect: KeepRequest, caller: Caller, due: datetime) -> "Wish":
    from ivr.records import Wish  # noqa: PLC0415 - as in `Keeper`

    said = (effect.number, effect.best_time, effect.topic or "", caller.language)
    return Wish(
        # The same wish of the same call is one row, however often a webhook brings it.
        key=" ".join((caller.call_sid, *said)),
        number=effect.number,
        language=caller.language,
        best_time=effect.best_time,
        due=due,
        topic=effect.topic,
    )


def _asked(records: "Records", effect: SendText, caller: Caller, now: datetime) -> bool:
    """Whether a text may be sent, and will be."""
    from ivr.records import TextWish, TooManyTextsError  # noqa: PLC0415 - as in `Keeper`

    typed = effect.number != caller.number
    wish = TextWish(caller.call_sid, effect.number, effect.kind, caller.language, typed=typed)
    try:
        return records.texts.ask(wish, now) is not None
    except TooManyTextsError:
        return False
