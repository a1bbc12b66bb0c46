"""A call from the caller's side: what can be done with a telephone."""

from collections.abc import Mapping
from math import ceil
from typing import Final, assert_never

from ivr.phone import results
from ivr.phone.call import Act, DialOutcome, Ended, Heard, Numbers
from ivr.phone.errors import PhoneError
from ivr.phone.executing import Executing
from ivr.phone.verbs import KEYS, Dial, Gather, Record
from ivr.phone.whispering import whispered
from ivr.speech.duration import seconds

__all__ = ["Act", "DialOutcome", "Ended", "Handset", "Heard", "Numbers"]

STAR: Final = "*"

AT_ONCE: Final = ""
"""As ``after``: the caller waits for no word of what is coming."""


class Handset(Executing):
    """One call. Between the caller's acts it waits in ``waiting``, unless it has ``ended``."""

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
            takes_keys = isinstance(waiting, Gather) and "dtmf" in waiting.inputs
            if takes_keys and not typed:
                self._hear(after)
                after = AT_ONCE
            self.acts.append(Act(self.clock, keys=key))
            if isinstance(waiting, Gather) and takes_keys:
                if key == waiting.finish_on_key:
                    self._answer(waiting, results.keys(typed, key))
                    typed = ""
                    continue
                typed += key
                if len(typed) == waiting.num_digits:
                    self._answer(waiting, results.keys(typed))
                    typed = ""
            elif isinstance(waiting, Record) and key in waiting.finish_on_key:
                self._finish_recording(waiting, 1, key)
            elif isinstance(waiting, Dial) and waiting.star_ends and key == STAR:
                self.answer_dial("completed")
            else:
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
        if outcome in ("completed", "declined"):
            outcome = self._answered(dial, takes=outcome == "completed")
        if dial.action is None:
            self.waiting = None
            self._run()
        else:
            self._fetch(dial.action, dial.method, results.dialled(outcome))

    def hang_up(self) -> None:
        """End the call from the caller's side, at once. What was being recorded is sent.

        Nothing else is, neither here nor where the line ends the call: Twilio tells it to the
        number's status callback, whose address is not in TwiML.
        """
        self._must_be_up()
        waiting = self.waiting
        if isinstance(waiting, Record):
            self._finish_recording(waiting, 1, results.HUNG_UP)
        if not self.ended:
            self._act()
            self._end(Ended("caller"))

    def _answered(self, dial: Dial, *, takes: bool) -> DialOutcome:
        """What comes of a call that somebody answers, who takes it or does not."""
        if dial.whisper is None:
            connected = takes
        else:
            self.whispered, connected = whispered(dial.whisper, self._webhook.aside, takes=takes)
        self.clock += results.TALKED if connected else results.WHISPERED
        return "completed" if connected else "declined"

    def _hear_out(self) -> None:
        """Wait while the line takes keys only, and goes on by itself to listen to words."""
        while isinstance(self.waiting, Gather) and self._listens_next is not None:
            self._listen(self.to_come)
            self.clock += self.waiting.timeout
            self.waiting = None
            self._run()

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
        self._recordings += 1
        sid = f"RE{self._numbers.call_sid[2:-2]}{self._recordings:02}"
        self._fetch(record.action, record.method, results.recording(sid, recorded, key))
