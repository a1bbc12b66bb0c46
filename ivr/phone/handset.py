"""A call from the caller's side: documents are executed as Twilio does, until it is their turn."""

from collections.abc import Mapping
from math import ceil
from typing import Final, Self, assert_never

from ivr.phone import dialing, documents, results
from ivr.phone.call import Act, DialOutcome, Ended, Heard, Numbers
from ivr.phone.errors import PhoneError, TwimlError
from ivr.phone.played import Speaker
from ivr.phone.snapshot import Snapshot
from ivr.phone.transport import Exchange
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
)
from ivr.phone.waiting import Waiting
from ivr.phone.webhook import Webhook
from ivr.speech.duration import seconds
from ivr.speech.sounds import Spoken

__all__ = ["Act", "DialOutcome", "Ended", "Handset", "Heard", "Numbers"]

LONGEST_CALL: Final = 4 * 3_600
"""Seconds (Twilio's limit of a call)."""

AT_ONCE: Final = ""
"""As ``after``: the caller waits for no word of what is coming."""

APPLICATION_ERROR: Final = "We are sorry, an application error has occurred. Goodbye."
"""What Twilio's own voice says when a webhook fails; the wording here is the phone's."""


class Handset(Waiting):
    """One call. Between the caller's acts it waits in ``waiting``, unless it has ``ended``.

    ``texts`` holds the text messages that the line has sent. With a ``speaker`` what the line says
    takes as long as that says it.
    """

    def __init__(
        self,
        exchange: Exchange,
        url: str,
        numbers: Numbers | None = None,
        speaker: Speaker | None = None,
    ) -> None:
        super().__init__()
        self._numbers = numbers or Numbers()
        self._webhook = Webhook(exchange, url, self._numbers, speaker)
        self._placed = False
        self.texts: list[Sms] = []
        self.ended: Ended | None = None

    @classmethod
    def restored(cls, exchange: Exchange, snapshot: Snapshot) -> Self:
        """A call that goes on from a snapshot; what was heard before it is not kept.

        Raises PhoneError if the line did not wait for anybody there.
        """
        handset = cls(exchange, snapshot.document.url, snapshot.numbers)
        verbs = handset._webhook.resume(snapshot.document)
        waiting = verbs[snapshot.executed - 1] if 0 < snapshot.executed <= len(verbs) else None
        if not isinstance(waiting, Gather | Dial | Record):
            raise PhoneError("the line waits for nothing")
        handset._placed = True
        handset._rest = list(verbs[snapshot.executed :])
        handset.waiting = waiting
        handset.clock, handset.audible = snapshot.clock, snapshot.audible
        return handset

    def snapshot(self) -> Snapshot:
        """The call as it is now, from which another handset can go on.

        Raises PhoneError if the line waits for nothing, as before and after a call.
        """
        self._must_be_up()
        reply = self._webhook.reply
        if self.waiting is None or reply is None:
            raise PhoneError("the line waits for nothing")
        executed = len(documents.verbs(reply)) - len(self._rest)
        return Snapshot(self._numbers, reply, executed, self.clock, self.audible)

    def dial(self) -> None:
        """Place the call, and listen until the line waits for the caller."""
        if self._placed:
            raise PhoneError("this call has been placed already")
        self._placed = True
        self._fetch("", "POST", {"CallStatus": "ringing"})

    def press(self, keys: str, *, after: str | None = None) -> str:
        """Press keys, one after another; returns those that nobody waited for, which are lost.

        Speech of a Gather is interrupted, as soon as ``after`` has been said where that is given;
        the keys after the first one interrupt at once.
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
                self.acts.append(Act(self.clock, keys=key))
                if key == waiting.finish_on_key:
                    self._answer(waiting, results.keys(typed, key))
                    typed = ""
                    continue
                typed += key
                if len(typed) == waiting.num_digits:
                    self._answer(waiting, results.keys(typed))
                    typed = ""
            elif isinstance(waiting, Record) and key in waiting.finish_on_key:
                self.acts.append(Act(self.clock, keys=key))
                self._finish_recording(waiting, 1, key)
            else:
                self.acts.append(Act(self.clock, keys=key))
                lost += key
        if typed and isinstance(self.waiting, Gather):
            self.clock += self.waiting.timeout
            self._answer(self.waiting, results.keys(typed))
        return lost

    def say(self, utterance: str, confidence: float = 0.9, *, after: str | None = None) -> None:
        """Say something, interrupting as with a key. A line that doesn't listen hears silence.

        ``confidence`` is how sure Twilio is of the words, from 0 to 1.
        """
        self._must_be_up()
        self._hear_out()
        waiting = self.waiting
        if isinstance(waiting, Gather) and "speech" in waiting.inputs:
            self._hear(after)
            self.acts.append(Act(self.clock, words=utterance))
            self._answer(waiting, results.speech(utterance, confidence))
        elif isinstance(waiting, Record):
            self._hear(after)
            self.acts.append(Act(self.clock, words=utterance))
            recorded = min(waiting.max_length, max(1, ceil(seconds(utterance))))
            self.clock += waiting.timeout
            self._finish_recording(waiting, recorded, "")
        else:
            self.stay_silent()

    def stay_silent(self) -> None:
        """Let all of it be said, and the timeout pass."""
        self._must_be_up()
        self._hear_out()
        waiting = self.waiting
        self._hear()
        match waiting:
            case Gather():
                self.clock += waiting.timeout
                self._answer(waiting, results.keys(""))
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

    def _hear_out(self) -> None:
        """Wait while the line takes keys only, and goes on by itself to listen to words."""
        while isinstance(self.waiting, Gather) and self._listens_next is not None:
            self._listen(self.to_come)
            self.clock += self.waiting.timeout
            self.waiting = None
            self._run()

    def answer_dial(self, outcome: DialOutcome) -> None:
        """Let the call to somebody else come out so.

        A completed one lasts a minute; the others are known after the ringing, or soon.
        """
        self._must_be_up()
        dial = self.waiting
        if not isinstance(dial, Dial):
            raise PhoneError("nobody is being called")
        self._hear()
        self.clock += dial.timeout if outcome == "no-answer" else 5
        if outcome == "completed":
            self.clock += results.TALKED
        if dial.action is None:
            self.waiting = None
            self._run()
        else:
            self._fetch(dial.action, dial.method, results.dialled(outcome))

    def hang_up(self) -> None:
        """End the call from the caller's side, at once.

        Nothing is sent, neither here nor where the line ends the call: Twilio tells it to the
        number's status callback, whose address is not in TwiML.
        """
        self._must_be_up()
        self._act()
        self._end(Ended("caller"))

    def _must_be_up(self) -> None:
        if self.ended:
            raise PhoneError("the call has ended")
        if not self._placed:
            raise PhoneError("the call has not been placed")

    def _end(self, ended: Ended) -> None:
        self.ended = ended
        self.waiting = None
        self._rest = []

    def _answer(self, gather: Gather, result: Mapping[str, str]) -> None:
        empty = not any(result.get(name) for name in ("Digits", "SpeechResult"))
        if empty and not gather.action_on_empty_result:
            self.waiting = None
            self._run()
        else:
            self._fetch(gather.action, gather.method, result)

    def _finish_recording(self, record: Record, recorded: int, key: str) -> None:
        self.clock += recorded
        self._act()
        self._fetch(record.action, record.method, results.recording(recorded, key))

    def _fetch(self, url: str | None, method: str, result: Mapping[str, str]) -> None:
        self.waiting = None
        if self._too_long():
            return
        try:
            self._rest = list(self._webhook.fetch(url or "", method, result))
        except TwimlError as error:
            self._fail(error)
        else:
            self._run()

    def _fail(self, error: TwimlError) -> None:
        self.heard.append(Heard(APPLICATION_ERROR, self.clock, 0.0))
        self.played.append(Say((Spoken(APPLICATION_ERROR),)))
        self._end(Ended("error", error.reason, error.code))

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
                case Gather() | Dial() | Record():
                    self._wait(verb)
                    return
                case Redirect():
                    self._fetch(verb.url, verb.method, {})
                    return
                case Hangup() | Reject():
                    break
                case _:
                    assert_never(verb)
        if not self._too_long():
            self._end(Ended("line"))

    def _wait(self, verb: Gather | Dial | Record) -> None:
        if isinstance(verb, Dial):
            try:
                dialing.check(verb, self._numbers)
            except TwimlError as error:
                self._fail(error)
                return
        self.waiting = verb
        self._webhook.waits()
