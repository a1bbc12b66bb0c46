"""What exploring a book found: its size, its topics, and the calls that break a promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ivr.dialogue.events import Event


class Promise(StrEnum):
    """What the line promises to every caller, in every state."""

    ANSWER = "every event is answered"
    WAY_ON = "from everywhere a caller can get to the main menu"
    SILENCE_ENDS = "a caller who stays silent comes to a kind end"
    MISUNDERSTANDING_ENDS = "a caller who is never understood comes to a kind end"
    PERSON = "a person is one key away"
    DANGER = "danger is answered at once, whatever was asked"
    BACK = "back leads to where the caller was"
    CALL_ENDS = "no call is longer than the longest call"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that a call breaks: the shortest such call, and the node where it ends.

    ``detail`` says what happened instead.
    """

    promise: Promise
    node: str
    call: tuple[Event, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Topic:
    """How a caller comes to a text: keys pressed after the greeting, and seconds of audio.

    ``path`` is the nodes on the way, the topic last; ``seconds`` are what is heard from the first
    menu on by somebody who presses each key as soon as it was named.
    """

    node: str
    keys: tuple[str, ...]
    seconds: float
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was proven: how many states and transitions were tried, and what came of it.

    ``topics`` holds the ways to each text by language; ``speech`` is how many seconds of words
    the line has in all languages, and ``longest_menu`` the seconds of its longest menu.
    """

    states: int
    transitions: int
    reached: frozenset[str]
    broken: tuple[Broken, ...]
    topics: Mapping[str, tuple[Topic, ...]]
    speech: float
    longest_menu: float
