"""A line that is up: the book, and everything made from it and from the settings beforehand."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Final

from ivr.authoring import load
from ivr.dialogue import CallResumed, CallStarted, Event, Phrase, opening, step
from ivr.dialogue.state import CallState
from ivr.settings import Settings
from ivr.telephony import inbound
from ivr.telephony.signature import Verifier
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
        self.verifier = Verifier(settings.auth_tokens)
        self._renderer = Renderer(self.book)
        self._tokens = CallTokens(settings.secret_keys)
        self._now = now
        self._turns = f"{settings.public_url}/voice/"
        self._out_of_order = self._renderer.out_of_order(next(iter(self.book.languages)))

    def answer(self, form: Mapping[str, str], token: str | None) -> str:
        """The TwiML for one request; without a token, for the beginning of a call.

        Whatever goes wrong, the caller hears an apology and is brought to the main menu; if even
        that fails, whom to call instead.
        """
        try:
            return self._turn(form, token)
        except Exception as error:  # noqa: BLE001 - nothing may reach the caller as an error
            log_failure("a turn failed", error)
        try:
            event = CallResumed(Phrase.APOLOGY)
            return self._answered(form, opening(self.book), event, self._this_minute(), 0)
        except Exception as error:  # noqa: BLE001 - as above
            log_failure("the apology failed", error)
        return self._out_of_order

    def _turn(self, form: Mapping[str, str], token: str | None) -> str:
        minute = self._this_minute()
        if token is None:
            return self._answered(form, opening(self.book), CallStarted(), minute, 0)
        try:
            call = self._tokens.open(form.get("CallSid", ""), token)
        except TokenError:
            log.warning("a call lost its place: its token could not be opened")
            event = CallResumed(Phrase.LOST_PLACE)
            return self._answered(form, opening(self.book), event, minute, 0)
        elapsed = (minute - call.started_minute) * MINUTE
        return self._answered(form, call.state, inbound.event(form), call.started_minute, elapsed)

    def _answered(
        self,
        form: Mapping[str, str],
        state: CallState,
        event: Event,
        started_minute: int,
        elapsed: int,
    ) -> str:
        turn = step(self.book, state, event, elapsed)
        sealed = SealedCall(turn.state, started_minute)
        token = self._tokens.seal(form.get("CallSid", ""), sealed)
        return self._renderer.render(turn, self._turns + token, form.get("To", ""))

    def _this_minute(self) -> int:
        return int(self._now()) // MINUTE
