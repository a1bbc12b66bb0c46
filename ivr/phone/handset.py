"""A call from the caller's side: documents are executed as Twilio does, until it is their turn."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final, assert_never
from urllib.parse import urljoin, urlsplit

from ivr.phone import dialing, documents
from ivr.phone.call import DialOutcome, Ended, Heard, Numbers
from ivr.phone.errors import PhoneError, TwimlError
from ivr.phone.listening import heard_text, length, until_named
from ivr.phone.transport import TOO_MANY_REDIRECTS, Exchange
from ivr.phone.verbs import (
    KEYS,
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
from ivr.speech.duration import seconds

__all__ = ["DialOutcome", "Ended", "Handset", "Heard", "Numbers"]

MOST_FETCHES: Final = 10
"""Documents in a row without the caller's doing: Twilio follows ten redirects (error 11215)."""

LONGEST_CALL: Final = 4 * 3_600
"""Seconds (Twilio's limit of a call)."""

AT_ONCE: Final = ""
"""As ``after``: the caller waits for no word of what is coming."""

INVALID_URL: Final = 11100
APPLICATION_ERROR: Final = "We are sorry, an application error has occurred. Goodbye."
"""What Twilio's own voice says when a webhook fails; the wording here is the phone's."""


class Handset:
    """One call. Between the caller's acts it waits in ``waiting``, unless it has ``ended``.

    ``heard`` is everything played so far, and ``since`` how much of it was played before the
    caller's last act. ``clock`` is the seconds since the call began, ``audible`` those of them in
    which the line spoke, and ``texts`` the text messages that it sent.
    """

    def __init__(self, exchange: Exchange, url: str, numbers: Numbers | None = None) -> None:
        self._exchange = exchange
        self._url = url
        self._numbers = numbers or Numbers()
        self._rest: list[Verb] = []
        self._fetches = 0
        self.heard: list[Heard] = []
        self.since = 0
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

    def press(self, keys: str, *, after: str | None = None) -> str:
        """Press keys, one after another; what is returned are the keys that were lost.

        Speech of a Gather is interrupted, as soon as ``after`` has been said where that is given;
        the keys after the first one interrupt at once. Keys that nobody waits for are lost, as on
        any telephone line.
        """
        self._must_be_up()
        if not set(keys) <= set(KEYS):
            raise PhoneError("a telephone has the keys 0 to 9, * and #")
        typed = lost = ""
        for key in keys:
            waiting = self.waiting
            if isinstance(waiting, Gather) and "dtmf" in waiting.inputs:
                if not typed:
                    self._hear(after)
                    after = AT_ONCE
                if key == waiting.finish_on_key:
                    self._answer_keys(waiting, typed, finished_on=key)
                    typed = ""
                    continue
                typed += key
                if len(typed) == waiting.num_digits:
                    self._answer_keys(waiting, typed)
                    typed = ""
            elif isinstance(waiting, Record) and key in waiting.finish_on_key:
                self._finish_recording(waiting, 1, key)
            else:
                lost += key
        if typed and isinstance(self.waiting, Gather):
            self.clock += self.waiting.timeout
            self._answer_keys(self.waiting, typed)
        return lost

    def say(self, utterance: str, confidence: float = 0.9, *, after: str | None = None) -> None:
        """Say something, interrupting as with a key. A line that doesn't listen hears silence."""
        self._must_be_up()
        waiting = self.waiting
        if isinstance(waiting, Gather) and "speech" in waiting.inputs:
            self._hear(after)
            said = {"SpeechResult": utterance, "Confidence": f"{confidence:.2f}"}
            self._answer(waiting, said)
        elif isinstance(waiting, Record):
            self._hear(after)
            length = min(waiting.max_length, max(1, ceil(seconds(utterance))))
            self.clock += waiting.timeout
            self._finish_recording(waiting, length, "")
        else:
            self.stay_silent()

    def stay_silent(self) -> None:
        """Let all of it be said, and the timeout pass."""
        self._must_be_up()
        waiting = self.waiting
        self._hear()
        match waiting:
            case Gather():
                self.clock += waiting.timeout
                self._answer_keys(waiting, "")
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
        self._hear()
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
        """End the call from the caller's side, at once.

        Nothing is sent, neither here nor where the line ends the call: Twilio tells it to the
        number's status callback, whose address is not in TwiML.
        """
        self._must_be_up()
        self.since = len(self.heard)
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

    def _hear(self, after: str | None = None) -> None:
        """Hear what is coming until the caller acts: to its end, or until ``after`` was said."""
        coming = self.to_come
        self._listen(coming, None if after is None else until_named(coming, after))
        self.since = len(self.heard)

    def _listen(self, verbs: Iterable[Say | Play | Pause], limit: float | None = None) -> None:
        for verb in verbs:
            whole = length(verb)
            played = whole if limit is None else min(whole, limit)
            text = heard_text(verb)
            if text and (played or not whole):
                self.heard.append(Heard(text, self.clock, played))
            self.clock += played
            self.audible += played
            if limit is not None:
                limit -= played

    def _answer_keys(self, gather: Gather, typed: str, *, finished_on: str = "") -> None:
        self._answer(gather, {"Digits": typed, "FinishedOnKey": finished_on})

    def _answer(self, gather: Gather, result: Mapping[str, str]) -> None:
        empty = not any(result.get(name) for name in ("Digits", "SpeechResult"))
        if empty and not gather.action_on_empty_result:
            self.waiting = None
            self._run()
        else:
            self._go_on(gather.action, gather.method, result)

    def _finish_recording(self, record: Record, length: int, key: str) -> None:
        self.clock += length
        self.since = len(self.heard)
        url = "https://api.twilio.example/RE" + "0" * 32
        done = {"RecordingUrl": url, "RecordingDuration": str(length), "Digits": key}
        self._go_on(record.action, record.method, done)

    def _go_on(self, action: str | None, method: str, result: Mapping[str, str]) -> None:
        self._fetches = 0
        self._fetch(action or "", method, {"CallStatus": "in-progress", **result})

    def _fetch(self, url: str, method: str, result: Mapping[str, str]) -> None:
        """Fetch and execute a document; an empty ``url`` is the one of the document before."""
        self.waiting = None
        self._fetches += 1
        if self._fetches > MOST_FETCHES:
            reason = f"more than {MOST_FETCHES} documents in a row without the caller's doing"
            self._fail(TOO_MANY_REDIRECTS, reason)
            return
        if self._too_long():
            return
        try:
            absolute = urljoin(self._url, url)
            parts = urlsplit(absolute)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            self._fail(INVALID_URL, "the address of the next document is not one of the web")
            return
        reply = self._exchange.request(method, absolute, {**self._common(), **result})
        self._url = reply.url
        try:
            self._rest = list(documents.verbs(reply))
        except TwimlError as error:
            self._fail(error.code, error.reason)
        else:
            self._run()

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

    def _fail(self, code: int, reason: str) -> None:
        self.heard.append(Heard(APPLICATION_ERROR, self.clock, 0.0))
        self._end(Ended("error", reason, code))

    def _too_long(self) -> bool:
        if self.clock > LONGEST_CALL:
            self._end(Ended("error", f"a call lasts {LONGEST_CALL} seconds at most"))
        return self.ended is not None

    def _run(self) -> None:
        while self._rest and not self._too_long():
            verb = self._rest.pop(0)
            match verb:
                case Say() | Play() | Pause():
                    self._listen((verb,))
                case Sms():
                    self.texts.append(verb)
                case Dial():
                    try:
                        dialing.check(verb, self._numbers)
                    except TwimlError as error:
                        self._fail(error.code, error.reason)
                    else:
                        self.waiting = verb
                    return
                case Gather() | Record():
                    self.waiting = verb
                    return
                case Redirect():
                    self._fetch(verb.url, verb.method, {"CallStatus": "in-progress"})
                    return
                case Hangup() | Reject():
                    break
                case _:
                    assert_never(verb)
        if not self._too_long():
            self._end(Ended("line"))
