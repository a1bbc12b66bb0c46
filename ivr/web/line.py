"""A line that is up: the book, and everything made from it and from the settings beforehand."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from ivr.authoring import load
from ivr.dialogue import CallResumed, CallStarted, Event, Phrase, opening, step
from ivr.dialogue.schedule import DAY, Clock
from ivr.settings import Settings
from ivr.speech.index import read_index
from ivr.telephony import inbound
from ivr.telephony.token import CallTokens, SealedCall, TokenError
from ivr.telephony.twiml import Renderer
from ivr.web.failures import log_failure

log = logging.getLogger("ivr.web")

MINUTE: Final = 60


class Line:
    """Answers the turns of every call. Holds nothing about any of them.

    ``now`` tells the time in seconds since 1970.

    Raises BookError if the book has problems.
    """

    def __init__(self, settings: Settings, now: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.book = load(settings.book, settings.staff)
        self._renderer = Renderer(self.book, read_index(settings.audio), settings.public_url)
        self.book.grammar.prepare()
        self._tokens = CallTokens(settings.secret_keys)
        self._now = now
        self._zones = {hours.zone for hours in self.book.hours.values()}
        self._told: tuple[int, Clock] = (-1, {})
        self._turns = f"{settings.public_url}/voice/"
        self._out_of_order = {
            language: self._renderer.out_of_order(language) for language in self.book.languages
        }

    def answer(self, form: Mapping[str, str], token: str | None) -> str:
        """The TwiML for one request; without a token, for the beginning of a call.

        Whatever goes wrong, the caller hears an apology and is brought to the main menu; if even
        that fails, whom to call instead.
        """
        call = SealedCall(opening(self.book), self._this_minute())
        try:
            if token is None:
                return self._answered(form, call, CallStarted())
            try:
                call = self._tokens.open(form.get("CallSid", ""), token)
            except TokenError:
                log.warning("a call lost its place: its token could not be opened")
                said = form.get("SpeechResult", "")
                return self._answered(form, call, _resumed(Phrase.LOST_PLACE, form, said))
            return self._answered(form, call, inbound.event(form))
        except Exception as error:  # noqa: BLE001 - nothing may reach the caller as an error
            log_failure("a turn failed", error)
        try:
            return self._answered(form, call, _resumed(Phrase.APOLOGY, form))
        except Exception as error:  # noqa: BLE001 - as above
            log_failure("the apology failed", error)
        first = next(iter(self.book.languages))
        return self._out_of_order.get(call.state.language, self._out_of_order[first])

    def _answered(self, form: Mapping[str, str], call: SealedCall, event: Event) -> str:
        elapsed = (self._this_minute() - call.started_minute) * MINUTE
        turn = step(self.book, call.state, event, elapsed, self._clock())
        sealed = SealedCall(turn.state, call.started_minute)
        token = self._tokens.seal(form.get("CallSid", ""), sealed)
        return self._renderer.render(turn, self._turns + token, form.get("To", ""))

    def _clock(self) -> Clock:
        """The time in each zone whose hours are told, reckoned once a minute."""
        minute, clock = self._told
        if minute != (now := self._this_minute()):
            clock = {zone: _minute_of_week(now, zone) for zone in self._zones}
            self._told = (now, clock)
        return clock

    def _this_minute(self) -> int:
        return int(self._now()) // MINUTE


def _minute_of_week(minute: int, zone: str) -> int:
    there = datetime.fromtimestamp(minute * MINUTE, ZoneInfo(zone))
    return there.weekday() * DAY + there.hour * 60 + there.minute


def _resumed(
    after: Literal[Phrase.LOST_PLACE, Phrase.APOLOGY], form: Mapping[str, str], said: str = ""
) -> CallResumed:
    """``said`` is left out where a turn failed: reading it again might fail again."""
    return CallResumed(after, form.get("Digits", ""), said)
