"""A line that is up: the book, and everything made from it and from the settings beforehand."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from ivr.authoring import load
from ivr.authoring.abilities import Abilities
from ivr.dialogue import CallResumed, CallStarted, Event, Phrase, Turn, opening, step
from ivr.dialogue.actions import KeepMessage, Perform, SendText
from ivr.dialogue.circumstances import UNKNOWN, Circumstances
from ivr.dialogue.errors import EndlessTurnError
from ivr.dialogue.events import Outcome, Performed
from ivr.dialogue.schedule import DAY
from ivr.settings import Settings
from ivr.speech.index import read_index
from ivr.telephony import inbound
from ivr.telephony.token import CallTokens, MessageTokens, SealedCall, TokenError
from ivr.telephony.twiml import Renderer
from ivr.web.failures import log_failure
from ivr.web.keeping import Caller, Keeper
from ivr.web.noting import facts_of_end, facts_of_start, facts_of_turn, place_left, turn_taken
from ivr.web.unkept import unkept

if TYPE_CHECKING:
    from ivr.records.journal import Entry

log = logging.getLogger("ivr.web")

MINUTE: Final = 60

TAKES: Final = "1"
"""The key with which staff take a call, as the whisper says."""

OVER: Final = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Values of CallStatus of a call that is over."""


class Line:
    """Answers the turns of every call. Holds nothing about any of them.

    ``now`` tells the time in seconds since 1970.

    Raises BookError if the book has problems.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], float] = time.time,
        keeper: Keeper | None = None,
    ) -> None:
        self.settings = settings
        answers = any(settings.staff.values())
        abilities = Abilities(settings.can_text, answers, settings.can_fetch)
        self.book = load(settings.book, settings.staff, abilities)
        self.keeper = keeper or Keeper(settings)
        self._renderer = Renderer(self.book, read_index(settings.audio), settings.public_url)
        self.book.grammar.prepare()
        self._tokens = CallTokens(settings.secret_keys)
        self._messages = MessageTokens(settings.secret_keys)
        self._now = now
        self._zones = {hours.zone for hours in self.book.hours.values()} | {
            group.hours.schedule.zone for group in self.book.staff.values() if group.hours
        }
        self._told = (-1, UNKNOWN)
        self._turns = f"{settings.public_url}/voice/"
        self._out_of_order = {
            language: self._renderer.out_of_order(language) for language in self.book.languages
        }

    def answer(self, form: Mapping[str, str], token: str | None) -> str:
        """The TwiML for one request; without a token, for the beginning of a call.

        Whatever goes wrong, the caller hears an apology and is brought to the main menu; if even
        that fails, whom to call instead. What they recorded is kept all the same.
        """
        done: dict[type, Outcome] = {}
        answer = self._answer(form, token, done)
        if recorded := unkept(form, done):
            language = self._language(form, token)
            caller = Caller(form.get("CallSid", ""), inbound.caller_number(form), language)
            within = self.book.service.answer_within
            self.keeper.perform(recorded, caller, within, self._moment())
        return answer

    def _answer(self, form: Mapping[str, str], token: str | None, done: dict[type, Outcome]) -> str:
        call = SealedCall(opening(self.book), self._this_minute())
        try:
            if token is None:
                return self._answered(form, call, CallStarted(), done)
            try:
                call = self._tokens.open(form.get("CallSid", ""), token)
            except TokenError:
                log.warning("a call lost its place: its token could not be opened")
                said = form.get("SpeechResult", "")
                resumed = _resumed(Phrase.LOST_PLACE, form, said)
                return self._answered(form, call, resumed, done)
            return self._answered(form, call, inbound.event(form), done)
        except Exception as error:  # noqa: BLE001 - nothing may reach the caller as an error
            log_failure("a turn failed", error)
        try:
            return self._answered(form, call, _resumed(Phrase.APOLOGY, form), {})
        except Exception as error:  # noqa: BLE001 - as above
            log_failure("the apology failed", error)
        first = next(iter(self.book.languages))
        return self._out_of_order.get(call.state.language, self._out_of_order[first])

    def message(self, token: str) -> str:
        """What the provider calls the message behind an address that this line made.

        Raises TokenError if it is none, or is too old.
        """
        return self._messages.open(token, self._this_minute())

    def whisper(self, form: Mapping[str, str], language: str) -> str:
        """What somebody who answers a transfer hears; ``language`` is the caller's.

        Only a key that says so takes the call. Whatever else happens, it goes back to the caller.
        """
        digits = form.get("Digits")
        if digits == TAKES or language not in self.book.languages:
            return self._renderer.taken if digits == TAKES else self._renderer.not_taken
        if digits:
            return self._renderer.not_taken
        try:
            return self._renderer.whisper(language, f"{self._turns}whisper/{language}")
        except Exception as error:  # noqa: BLE001 - the caller is told that nobody answered
            log_failure("a whisper failed", error)
            return self._renderer.not_taken

    def ended(self, form: Mapping[str, str]) -> None:
        """Note down that a call is over, as Twilio's status callback says."""
        seconds = form.get("CallDuration", "")
        if form.get("CallStatus") in OVER and form.get("CallSid"):
            length = int(seconds) if seconds.isascii() and seconds.isdigit() else None
            now = self._moment()
            self.keeper.note(lambda: [facts_of_end(form["CallSid"], length, now)])

    def _answered(
        self,
        form: Mapping[str, str],
        call: SealedCall,
        event: Event,
        done: dict[type, Outcome],
    ) -> str:
        """The TwiML for an event. What is done for it comes into ``done``, with what came of it."""
        elapsed = (self._this_minute() - call.started_minute) * MINUTE
        sid = form.get("CallSid", "")
        around = self._around(inbound.caller_number(form), beginning=isinstance(event, CallStarted))
        turn = step(self.book, call.state, event, elapsed, around)
        passages: tuple[str, ...] = ()
        while isinstance(turn.ending, Perform):
            if done:
                raise EndlessTurnError(len(done) + 1, (turn.state.place.node,))
            caller = Caller(sid, around.caller, turn.speech.language)
            effect = turn.ending.effect
            within = self.book.service.answer_within
            if form.get("From") == inbound.WEB_CALLER and isinstance(
                effect, KeepMessage | SendText
            ):
                # Nothing was recorded there, and there is no telephone to get a text.
                result = Performed(Outcome.FAILED)
            else:
                result = self.keeper.perform(effect, caller, within, self._moment())
            done[type(effect)] = result.outcome
            passages += turn.speech.passages
            turn = step(self.book, turn.state, result, elapsed, around)
        if passages:
            turn = replace(
                turn, speech=replace(turn.speech, passages=passages + turn.speech.passages)
            )
        turns = call.turns + 1
        self._note(Caller(sid, around.caller, turn.speech.language), turns, event, done, turn)
        token = self._tokens.seal(sid, SealedCall(turn.state, call.started_minute, turns))
        message = None
        if turn.speech.message:
            sealed = self._messages.seal(turn.speech.message, self._this_minute())
            message = f"{self.settings.public_url}/audio/message/{sealed}"
        return self._renderer.render(turn, self._turns + token, form.get("To", ""), message)

    def _language(self, form: Mapping[str, str], token: str | None) -> str:
        """The language of a call, or the first of the line where that is lost."""
        try:
            state = self._tokens.open(form.get("CallSid", ""), token or "").state
        except TokenError:
            state = opening(self.book)
        return state.language

    def _note(
        self, caller: Caller, turns: int, event: Event, done: Mapping[type, Outcome], turn: Turn
    ) -> None:
        now, sid = self._moment(), caller.call_sid

        def entries() -> "Iterator[Entry]":
            if isinstance(event, CallStarted):
                yield facts_of_start(sid, turn, now)
            yield turn_taken(sid, turns, event, turn, now)
            if facts := facts_of_turn(sid, event, done, turn, now):
                yield facts
            if left := place_left(self.book, caller.number, turn, now):
                within = timedelta(minutes=self.book.service.resume_within)
                yield replace(left, kept=within)

        self.keeper.note(entries)

    def _around(self, caller: str, *, beginning: bool) -> Circumstances:
        """How it stands around a call, the time reckoned once a minute."""
        minute, around = self._told
        if minute != (now := self._this_minute()):
            times = {zone: _time(now, zone) for zone in self._zones}
            around = Circumstances(
                clock={zone: _minute_of_week(there) for zone, there in times.items()},
                dates={zone: there.date().isoformat() for zone, there in times.items()},
            )
            self._told = (now, around)
        if not caller:
            return around
        left = None
        if beginning and self.book.service.resume_within:
            left = self.keeper.left(caller, self._moment())
        return Circumstances(around.clock, around.dates, caller, left)

    def _this_minute(self) -> int:
        return int(self._now()) // MINUTE

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self._now(), UTC)


def _time(minute: int, zone: str) -> datetime:
    return datetime.fromtimestamp(minute * MINUTE, ZoneInfo(zone))


def _minute_of_week(there: datetime) -> int:
    return there.weekday() * DAY + there.hour * 60 + there.minute


def _resumed(
    after: Literal[Phrase.LOST_PLACE, Phrase.APOLOGY], form: Mapping[str, str], said: str = ""
) -> CallResumed:
    """``said`` is left out where a turn failed: reading it again might fail again."""
    return CallResumed(after, form.get("Digits", ""), said)
