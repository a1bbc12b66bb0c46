"""A telephone in the terminal: what is spoken, a keypad, and the time; or a plain pipe."""

import os
import re
import shutil
import textwrap
from collections.abc import Iterable
from typing import Final, Protocol, TextIO

from ivr.phone.handset import Handset
from ivr.phone.listening import heard_text, length
from ivr.phone.verbs import Dial, Pause, Play, Record, Say

KEYPAD: Final = "[1] [2] [3]   [4] [5] [6]   [7] [8] [9]   [*] [0] [#]"
HELP: Final = (
    "Type keys (such as 1, or *) and Enter to press them; Enter alone stays silent; "
    "`say ...` speaks; `hang up` ends the call."
)
DIAL_HELP: Final = "Somebody else is being called. Type busy, no-answer, failed or completed."
WIDEST: Final = 88
"""Characters of a line of speech: longer ones tire the eye."""

_OUTCOMES: Final = {"busy", "no-answer", "failed", "canceled", "completed"}
_KEYS: Final = re.compile(r"[0-9*#]+")
_QUIT: Final = frozenset({"hang up", "hangup", "q", "quit", "bye", "exit"})


class Loud(Protocol):
    """What plays the line's speech while the caller thinks."""

    def play(self, verbs: Iterable[Say | Play | Pause]) -> None:
        """Play this instead of what was played until now."""

    def stop(self) -> None:
        """Be quiet at once."""


def call(handset: Handset, typed: TextIO, shown: TextIO, loud: Loud | None = None) -> None:
    """Place the call and talk with the line until one side hangs up. The end of input hangs up."""
    screen = _Screen(typed, shown)
    screen.note(HELP)
    screen.note(KEYPAD)
    handset.dial()
    screen.tell(handset)
    while True:
        if handset.ended:
            if loud:
                loud.play(handset.answer)
            screen.ended(handset)
            return
        if isinstance(handset.waiting, Dial):
            screen.note(DIAL_HELP)
        screen.prompt(handset)
        if loud:
            loud.play(handset.answer)
        line = typed.readline()
        if loud:
            loud.stop()
        screen.answered(line)
        if not line:
            handset.hang_up()
        elif _act(handset, screen, line.strip()):
            screen.tell(handset)
        else:
            screen.note(HELP)


def _act(handset: Handset, screen: "_Screen", line: str) -> bool:
    """Do what was typed; False if it means nothing."""
    if line.lower() in _QUIT:
        handset.hang_up()
    elif isinstance(handset.waiting, Dial):
        if line not in _OUTCOMES:
            return False
        handset.answer_dial(line)  # type: ignore[arg-type] # one of the outcomes
    elif not line:
        handset.stay_silent()
    elif _KEYS.fullmatch(line.replace(" ", "")):
        lost = handset.press(line.replace(" ", ""))
        if lost:
            screen.note(f"Nobody waits for {lost}.")
    elif line.lower().startswith("say "):
        handset.say(line[4:].strip())
    else:
        return False
    return True


class _Screen:
    """Writes the call; in colour on a terminal that has it, plainly elsewhere."""

    def __init__(self, typed: TextIO, shown: TextIO) -> None:
        self._shown = shown
        self._colour = shown.isatty() and "NO_COLOR" not in os.environ
        columns = shutil.get_terminal_size((WIDEST, 24)).columns if shown.isatty() else WIDEST
        self._width = min(WIDEST, columns)
        self._typing = typed.isatty() and shown.isatty()
        self._told = 0

    def tell(self, handset: Handset) -> None:
        """Write what has been said since the last time, and what is being said."""
        for heard in handset.heard[self._told :]:
            self._speech(heard.text, heard.at)
        at = handset.clock
        for verb in handset.to_come:
            self._speech(heard_text(verb), at)
            at += length(verb)
        # What is being said now counts as heard from the caller's next act on.
        coming = [verb for verb in handset.to_come if heard_text(verb)]
        self._told = len(handset.heard) + len(coming)

    def _speech(self, text: str, at: float) -> None:
        if not text:
            return
        stamp = _minutes(at)
        body = textwrap.wrap(text, max(20, self._width - 10)) or [""]
        self._write(f"{self._dim(stamp)}  {body[0]}")
        for line in body[1:]:
            self._write(f"{' ' * len(stamp)}  {line}")

    def note(self, text: str) -> None:
        """Write something that is not spoken."""
        for line in textwrap.wrap(text, self._width):
            self._write(self._dim(line))

    def prompt(self, handset: Handset) -> None:
        """Ask for the caller's act."""
        waiting = "recording" if isinstance(handset.waiting, Record) else "your key"
        spoken = sum(length(verb) for verb in handset.to_come)
        line = f"{_minutes(handset.clock + spoken)}  {waiting}: "
        self._shown.write(f"\033[1m{line}\033[0m" if self._colour else line)
        self._shown.flush()

    def answered(self, line: str) -> None:
        """Show what was typed where the terminal itself did not."""
        if not self._typing:
            self._write(line.strip() or "(silence)" if line else "(hangs up)")

    def ended(self, handset: Handset) -> None:
        """Write how the call ended, and how long it was."""
        ended = handset.ended
        if ended is None:
            return
        who = {"line": "The line hung up", "caller": "You hung up", "error": "The call broke"}
        reason = f": {ended.reason}" if ended.reason else ""
        code = f" (Twilio error {ended.code})" if ended.code else ""
        spoken = f"{_minutes(handset.audible)} of speech in {_minutes(handset.clock)}"
        self._write("")
        self.note(f"{who[ended.by]}{reason}{code}. {spoken}.")

    def _dim(self, text: str) -> str:
        return f"\033[2m{text}\033[0m" if self._colour else text

    def _write(self, text: str) -> None:
        self._shown.write(text + "\n")


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60:d}:{whole % 60:02d}"
