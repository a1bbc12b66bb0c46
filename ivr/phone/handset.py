"""A call from the caller's side: documents are executed as Twilio does, until it is their turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, assert_never
from urllib.parse import urljoin

from ivr.phone.errors import PhoneError, TwimlError
from ivr.phone.listening import heard_text, length, until_named
from ivr.phone.markup import parse
from ivr.phone.transport import Exchange, Reply
from ivr.phone.verbs import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Sms,
    Verb,
)

DialOutcome = Literal["completed", "busy", "no-answer", "failed", "canceled"]

MOST_FETCHES: Final = 10
"""Documents in a row without the caller's doing: Twilio follows ten redirects (error 11215)."""

LONGEST_CALL: Final = 4 * 3_600
"""Seconds (Twilio's limit of a call)."""

TEXT_TYPES: Final = frozenset({"text/xml", "application/xml"})
FAILED_TO_FETCH, HTTP_ERROR, TOO_MANY_REDIRECTS, WRONG_TYPE = 11200, 11217, 11215, 12300
APPLICATION_ERROR: Final = "We are sorry, an application error has occurred. Goodbye."
"""What Twilio's own voice says when a webhook fails; the wording here is the phone's."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was played to the caller: from which second of the call, and how long."""

    text: str
    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended. ``code`` is Twilio's error code where it was an error."""

    by: Literal["line", "caller", "error"]
    reason: str = ""
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Who is calling whom, and as which call of which account."""

    to: str = "+15555550199"
    caller: str = "+15555550142"
    call_sid: str = "CA" + "0" * 32
    account_sid: str = "AC" + "0" * 32


class Handset:
    """One call. Between the caller's acts it waits in ``waiting``, unless it has ``ended``.

    ``heard`` is everything played so far, ``clock`` the seconds since the call began, and
    ``audible`` the seconds of them in which the line spoke.
    """

    def __init__(self, exchange: Exchange, url: str, numbers: Numbers | None = None) -> None:
        self._exchange = exchange
        self._url = url
        self._numbers = numbers or Numbers()
        self._rest: list[Verb] = []
        self._fetches = 0
        self.heard: list[Heard] = []
        self.texts: list[Sms] = []
        self.clock = 0.0
        self.audible = 0.0
        self.waiting: Gather | Dial | Record | None = None
        self.ended: Ended | None = None

    def dial(self) -> None:
        """Place the call, and listen until the line waits for the caller."""
        if self._fetches or self.ended:
            raise PhoneError("this call has been placed already")
        self._fetch(self._url, "POST", {"CallStatus": "ringing"})

    def press(self, keys: str, *, after: str | None = None) -> None:
        """Press keys, one after another.

        Speech of a Gather is interrupted, as soon as ``after`` has been said where that is given.
        Keys that nobody waits for are lost, as on any telephone line.
        """
        self._must_be_up()
        if not set(keys) <= set("0123456789*#"):
            raise PhoneError("a telephone has the keys 0 to 9, * and #")
        collected = ""
        for key in keys:
            gather = self.waiting
            if not isinstance(gather, Gather) or "dtmf" not in gather.inputs:
                continue
            if not collected:
                self._listen(gather.nested, after)
            if key == gather.finish_on_key:
                self._answer(gather, {"Digits": collected, "FinishedOnKey": key})
                collected = ""
                continue
            collected += key
            if len(collected) == gather.num_digits:
                self._answer(gather, {"Digits": collected})
                collected = ""
        if collected and isinstance(self.waiting, Gather):
            self.clock += self.waiting.timeout
            self._answer(self.waiting, {"Digits": collected})

    def say(self, utterance: str, confidence: float = 0.9) -> None:
        """Say something. A line that doesn't listen to speech hears silence."""
        self._must_be_up()
        gather = self.waiting
        if isinstance(gather, Gather) and "speech" in gather.inputs:
            self._listen(gather.nested)
            self._answer(gather, {"SpeechResult": utterance, "Confidence": f"{confidence:.2f}"})
        elif isinstance(gather, Record):
            done = {"RecordingUrl": "https://api.twilio.example/RE0", "RecordingDuration": "3"}
            self._go_on(gather.action, gather.method, done)
        else:
            self.stay_silent()

    def stay_silent(self) -> None:
        """Let all of it be said, and the timeout pass."""
        self._must_be_up()
        waiting = self.waiting
        match waiting:
            case Gather():
                self._listen(waiting.nested)
                self.clock += waiting.timeout
                self._answer(waiting, {"Digits": ""})
            case Record():
                self.clock += waiting.timeout
                self.waiting = None
                self._run()
            case Dial():
                self.answer_dial("no-answer")
            case None:
                raise PhoneError("the line waits for nothing")
            case _:
                assert_never(waiting)

    def answer_dial(self, outcome: DialOutcome) -> None:
        """Let the call to somebody else come out so."""
        self._must_be_up()
        dial = self.waiting
        if not isinstance(dial, Dial):
            raise PhoneError("nobody is being called")
        self.clock += dial.timeout if outcome == "no-answer" else 5
        done = {"DialCallStatus": outcome, "DialCallSid": "CA" + "1" * 32}
        if outcome == "completed":
            done["DialCallDuration"] = "60"
            self.clock += 60
        if dial.action is None:
            self.waiting = None
            self._run()
        else:
            self._go_on(dial.action, dial.method, done)

    def hang_up(self) -> None:
        """End the call from the caller's side."""
        self._must_be_up()
        self._end(Ended("caller"))

    @property
    def to_come(self) -> tuple[Say | Play | Pause, ...]:
        """What the line says now while it waits; a key would interrupt it."""
        return self.waiting.nested if isinstance(self.waiting, Gather) else ()

    def _must_be_up(self) -> None:
        if self.ended:
            raise PhoneError("the call has ended")
        if not self._fetches:
            raise PhoneError("the call has not been placed")

    def _end(self, ended: Ended) -> None:
        self.ended = ended
        self.waiting = None
        self._rest = []

    def _listen(self, verbs: Iterable[Say | Play | Pause], after: str | None = None) -> None:
        verbs = tuple(verbs)
        whole = sum(length(verb) for verb in verbs)
        listened = whole if after is None else min(whole, until_named(verbs, after))
        at = self.clock
        for verb in verbs:
            if at - self.clock >= listened and at > self.clock:
                break
            text = heard_text(verb)
            if text:
                self.heard.append(Heard(text, at, length(verb)))
            at += length(verb)
        self.clock += listened
        self.audible += listened

    def _answer(self, gather: Gather, result: Mapping[str, str]) -> None:
        empty = not any(result.get(name) for name in ("Digits", "SpeechResult"))
        if empty and not gather.action_on_empty_result:
            self.waiting = None
            self._run()
        else:
            self._go_on(gather.action, gather.method, result)

    def _go_on(self, action: str | None, method: str, result: Mapping[str, str]) -> None:
        self._fetches = 0
        url = self._url if action is None else urljoin(self._url, action)
        self._fetch(url, method, {"CallStatus": "in-progress", **result})

    def _fetch(self, url: str, method: str, result: Mapping[str, str]) -> None:
        self.waiting = None
        self._fetches += 1
        if self._fetches > MOST_FETCHES:
            reason = f"more than {MOST_FETCHES} documents in a row without the caller's doing"
            self._fail(TOO_MANY_REDIRECTS, reason)
            return
        if self.clock > LONGEST_CALL:
            self._end(Ended("error", f"a call lasts {LONGEST_CALL} seconds at most"))
            return
        reply = self._exchange.request(method, url, {**self._common(), **result})
        self._url = reply.url
        self._execute(reply)

    def _common(self) -> dict[str, str]:
        numbers = self._numbers
        return {
            "CallSid": numbers.call_sid,
            "AccountSid": numbers.account_sid,
            "From": numbers.caller,
            "To": numbers.to,
            "Caller": numbers.caller,
            "Called": numbers.to,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }

    def _execute(self, reply: Reply) -> None:
        if reply.status == 0:
            self._fail(FAILED_TO_FETCH, f"the webhook could not be reached ({reply.body})")
        elif reply.status >= 400:  # noqa: PLR2004 - where HTTP's errors begin
            self._fail(HTTP_ERROR, f"the webhook answered with status {reply.status}")
        elif reply.content_type == "text/plain":
            # Twilio reads plain text to the caller, whatever it is.
            self._rest = [Say((), "en-US")]
            self._play_aloud(reply.body)
            self._end(Ended("line"))
        elif reply.content_type not in TEXT_TYPES:
            self._fail(WRONG_TYPE, f"the webhook answered with {reply.content_type or 'no type'}")
        else:
            try:
                self._rest = list(parse(reply.body))
            except TwimlError as error:
                self._fail(error.code, error.reason)
            else:
                self._run()

    def _fail(self, code: int, reason: str) -> None:
        self._play_aloud(APPLICATION_ERROR)
        self._end(Ended("error", reason, code))

    def _play_aloud(self, text: str) -> None:
        self.heard.append(Heard(text, self.clock, 0.0))

    def _run(self) -> None:
        while self._rest:
            verb = self._rest.pop(0)
            match verb:
                case Say() | Play() | Pause():
                    self._listen((verb,))
                case Sms():
                    self.texts.append(verb)
                case Gather() | Dial() | Record():
                    self.waiting = verb
                    return
                case Redirect():
                    url = urljoin(self._url, verb.url)
                    self._fetch(url, verb.method, {"CallStatus": "in-progress"})
                    return
                case Hangup() | Reject():
                    break
                case _:
                    assert_never(verb)
        if not self.ended:
            self._end(Ended("line"))
