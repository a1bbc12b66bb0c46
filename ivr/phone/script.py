"""Plays a scripted call on a handset, and shows the call so far where it went otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import Final

from ivr.phone.callfile import Script, Step
from ivr.phone.callshape import StepShape
from ivr.phone.errors import PhoneError
from ivr.phone.handset import AT_ONCE, Handset
from ivr.phone.listening import folded, heard_text, hears
from ivr.phone.verbs import Dial, Gather, Record

Connect = Callable[[Mapping[str, str], str | None, datetime | None], Handset]
"""Makes a handset for a line with these settings, from this caller's number, at this moment."""

UNSURE: Final = 0.1
"""How sure the recogniser is of what a caller mumbles, from 0 to 1."""

WIDTH: Final = 96
"""Characters of a line of a transcript."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a scripted call went. ``failure`` is empty where it went as written.

    ``transcript`` is the call as a person would write it down; ``seconds`` is how much of the
    line's speech a caller hears who interrupts as soon as what they want has been named, which is
    the last text of the `hears` before an act. ``presses`` is how many keys were pressed.
    """

    script: Script
    failure: str
    transcript: str
    seconds: float
    presses: int


@dataclass(slots=True)
class _Playing:
    handset: Handset
    lines: list[str] = field(default_factory=list)
    named: str | None = None
    presses: int = 0
    noted: tuple[object, ...] = ()

    def heard(self) -> str:
        """What was said since the caller's last act, what is being said now included."""
        past = [heard.text for heard in self.handset.heard[self.handset.since :]]
        return " ".join(filter(None, past + [heard_text(verb) for verb in self.handset.to_come]))

    def sentences(self) -> list[str]:
        text = self.heard()
        for mark in "?!":
            text = text.replace(mark, ".")
        return [sentence.strip() for sentence in text.split(".") if sentence.strip()]

    def act(self, what: str) -> None:
        """Note what the line has said, and what the caller does now."""
        self.note_line()
        self.lines.append(f"      caller  {what}")
        self.named = None

    def after(self) -> str | None:
        """What the caller waits for before the next act; nothing, if it was said already."""
        past = " ".join(heard.text for heard in self.handset.heard[self.handset.since :])
        return AT_ONCE if self.named and hears(past, self.named) else self.named

    def note_line(self) -> None:
        text = self.heard()
        now = (self.handset.since, len(self.handset.heard), self.handset.waiting)
        if text and now != self.noted:
            self.noted = now
            past = self.handset.heard[self.handset.since :]
            began = past[0].at if past else self.handset.clock
            self.lines.append(f"{began:5.0f} s line  {text}")


def play(script: Script, connect: Connect) -> Result:
    """Place the call, and do and expect what the script says."""
    called = partial(connect, script.environment, script.caller, script.at)
    handset = called()
    playing = _Playing(handset)
    failure = ""
    handset.dial()
    for step in script.steps:
        try:
            if step.kind == "calls_again":
                handset = playing.handset = called()
                playing.act("calls again")
                handset.dial()
            else:
                failure = _step(playing, step)
        except PhoneError as error:
            failure = f"{step.kind}: {error}"
        if failure:
            failure = f"{script.file}:{step.line}: {failure}"
            break
    playing.note_line()
    if handset.ended:
        code = f" (Twilio error {handset.ended.code})" if handset.ended.code else ""
        reason = f": {handset.ended.reason}" if handset.ended.reason else ""
        playing.lines.append(f"      ended by the {handset.ended.by}{reason}{code}")
    transcript = "\n".join(playing.lines)
    return Result(script, failure, transcript, handset.audible, playing.presses)


def _step(playing: _Playing, step: Step) -> str:
    """Do one step; what went otherwise, or nothing."""
    shape = step.shape
    match step.kind:
        case "press" | "says" | "mumbles" | "silence" | "dial_outcome" | "hangs_up":
            return _act(playing, shape)
        case "hears":
            missing = [text for text in shape.hears or () if not hears(playing.heard(), text)]
            playing.named = shape.hears[-1] if shape.hears else None
            return "".join(_missing(playing, text) for text in missing[:1])
        case "does_not_hear":
            said = [text for text in shape.does_not_hear or () if hears(playing.heard(), text)]
            return "".join(f'"{text}" was heard, and should not be' for text in said[:1])
        case "within":
            limit = shape.within or 0
            if playing.handset.audible <= limit:
                return ""
            return f"{playing.handset.audible:.1f} seconds were heard, and {limit:g} are allowed"
        case "whispers":
            told = playing.handset.whispered
            wanted = shape.whispers or ""
            return "" if hears(told, wanted) else f'"{wanted}" was not whispered, but "{told}"'
        case "dials":
            return _dials(playing, shape.dials or "")
        case _:
            return _ends(playing, expected=shape.ends is True)


def _act(playing: _Playing, shape: StepShape) -> str:
    """Do what the caller does; what could not be done, or nothing."""
    handset = playing.handset
    after = playing.after()
    if shape.press is not None:
        return _press(playing, shape.press, after)
    if shape.says is not None:
        playing.act(f'says "{shape.says}"')
        handset.say(shape.says, after=after)
    elif shape.mumbles is not None:
        playing.act(f'mumbles "{shape.mumbles}"')
        handset.say(shape.mumbles, UNSURE, after=after)
    elif shape.silence is not None:
        for _ in range(shape.silence):
            playing.act("is silent")
            handset.stay_silent()
    elif shape.dial_outcome is not None:
        playing.act(f"(the call to somebody else: {shape.dial_outcome})")
        handset.answer_dial(shape.dial_outcome)
    else:
        playing.act("hangs up")
        handset.hang_up()
    return ""


def _press(playing: _Playing, keys: str, after: str | None) -> str:
    handset = playing.handset
    while keys:
        waiting = handset.waiting
        # One key at a time where each is an answer, so that the call so far shows every answer.
        single = isinstance(waiting, Gather) and waiting.num_digits == 1
        now, keys = (keys[0], keys[1:]) if single else (keys, "")
        playing.presses += len(now)
        playing.act(f"presses {now}")
        lost = handset.press(now, after=after)
        if handset.ended:
            lost += keys
        if lost:
            return f"key {lost[0]} was lost: {_why_lost(handset)}"
        after = AT_ONCE
    return ""


def _why_lost(handset: Handset) -> str:
    match handset.waiting:
        case Dial():
            return "the line is calling somebody else"
        case Record():
            return "the line is recording, and this key does not finish it"
        case Gather():
            return "the line listens to speech only"
        case None:
            return "the call has ended"


def _missing(playing: _Playing, wanted: str) -> str:
    sentences = playing.sentences()
    close = get_close_matches(folded(wanted), [folded(text) for text in sentences], 1, cutoff=0.3)
    nearest = next((text for text in sentences if close and folded(text) == close[0]), "")
    closest = f'; the closest thing heard was "{nearest}"' if nearest else ""
    return f'"{wanted}" was not heard{closest}'


def _dials(playing: _Playing, wanted: str) -> str:
    waiting = playing.handset.waiting
    if not isinstance(waiting, Dial):
        return "the line is not calling anybody"
    if wanted in waiting.numbers:
        return ""
    return f"the line is calling {', '.join(waiting.numbers)}, and not {wanted}"


def _ends(playing: _Playing, *, expected: bool) -> str:
    ended = playing.handset.ended
    if ended is not None and ended.by == "error":
        return f"the call broke: {ended.reason}"
    if expected == (ended is not None):
        return ""
    return "the call is still up" if expected else "the call has ended"


def report(result: Result) -> str:
    """A failed call as a person reads it: what went otherwise, and the call so far."""
    shown = []
    for line in result.transcript.splitlines():
        shown += _wrapped(line)
    return "\n".join([result.failure, f"  call: {result.script.title}", *shown])


def _wrapped(line: str) -> list[str]:
    lines = []
    indent = " " * 14
    while len(line) > WIDTH:
        cut = line.rfind(" ", len(indent) + 1, WIDTH)
        if cut < 0:
            break
        lines.append(line[:cut])
        line = indent + line[cut + 1 :]
    return [f"  {part}" for part in [*lines, line]]
