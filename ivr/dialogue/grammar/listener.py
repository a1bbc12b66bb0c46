"""One language, compiled: what is heard in it, and how much speaks for each destination."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ivr.dialogue.grammar.evidence import Evidence
from ivr.dialogue.grammar.hearing import ALTERNATIVE, AT_ONCE, Ear, Heard, SpeechWords
from ivr.dialogue.grammar.keypad import Keypad
from ivr.dialogue.grammar.meanings import COMMAND
from ivr.dialogue.grammar.patterns import DEGREES
from ivr.dialogue.grammar.safety import Lookout

GENERAL: Final = 0.8
"""The same for menus and other destinations that hold more particular ones."""

ALARMING: Final = 0.9
"""The same for danger: what is certain has been seen by then, and every alarm stops a caller."""

LONGEST_COMMAND: Final = 6
"""Words, without fillers, of what is likely to be a command."""

RAMBLED: Final = 0.6
"""What evidence for a command is multiplied by in longer sentences."""

NEARBY: Final = 1.15
"""What evidence for the choices at the caller's place is multiplied by: they were just named."""

ENOUGH: Final = 0.3
"""The part of a typical phrase's evidence below which nothing was understood."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything that callers can say in one language, as it is written.

    ``phrases`` are by destination (a node, or a command or language with its mark), ``dangers``
    by the node that answers them, ``keys`` by key of the telephone. ``local`` are destinations that
    are meant only where they were just offered, such as an answer to a question.
    """

    words: SpeechWords
    phrases: Mapping[str, Sequence[str]]
    dangers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    harmless: Sequence[str] = ()
    long_ago: Sequence[str] = ()
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key_words: Sequence[str] = ()
    yes: Sequence[str] = ()
    no: Sequence[str] = ()
    local: Collection[str] = frozenset()


class Listener:
    """One language, compiled."""

    __slots__ = (
        "code",
        "command_places",
        "danger_places",
        "dangers",
        "ear",
        "enough",
        "evidence",
        "factors",
        "general",
        "keypad",
        "local_places",
        "lookout",
        "places",
    )

    def __init__(self, code: str, speech: Speech, general: Collection[str]) -> None:
        patterns = [
            pattern
            for written in (*speech.dangers.values(), speech.harmless, speech.long_ago)
            for pattern in written
        ]
        phrases = [phrase for said in speech.phrases.values() for phrase in said]
        names = [name for keys in speech.keys.values() for name in keys]
        plain = [_without_marks(pattern) for pattern in patterns]
        written = [*plain, *names, *speech.key_words, *speech.yes, *speech.no]
        self.code = code
        self.general = frozenset(general)
        self.dangers = frozenset(speech.dangers)
        self.ear = Ear(code, speech.words, phrases, written)
        self.keypad = Keypad(self.ear, speech.keys, speech.key_words, speech.yes, speech.no)
        self.lookout = Lookout(self.ear, speech.dangers, speech.harmless, speech.long_ago)
        heard = iter(self.ear.said)
        self.evidence = Evidence(
            {
                destination: list(islice(heard, len(said)))
                for destination, said in speech.phrases.items()
            }
        )
        self.ear.said = []
        self.enough = ENOUGH * self.evidence.typical
        destinations = self.evidence.destinations
        self.factors = [self._factor(one, general) for one in destinations]
        self.places = {name: at for at, name in enumerate(destinations)}
        self.danger_places = [at for name, at in self.places.items() if name in self.dangers]
        self.local_places = [(name, at) for name, at in self.places.items() if name in speech.local]
        self.command_places = [at for name, at in self.places.items() if name.startswith(COMMAND)]

    def _factor(self, destination: str, general: Collection[str]) -> float:
        if destination in self.dangers:
            return ALARMING
        return GENERAL if destination in general else 1.0

    def scores(
        self, heard: Heard, nearby: Collection[str], harmless: Collection[int]
    ) -> list[float]:
        """How much speaks for each destination, weighed by what it is and where the caller is.

        Words of harmless sayings, whose positions are given, don't speak for danger, unless
        somebody wrote the whole down as danger.
        """
        scores = self.evidence.scores(heard)
        if harmless:
            without = self.evidence.scores(_without(heard, harmless))
            written = self.evidence.written(heard)
            for at in self.danger_places:
                if self.evidence.destinations[at] not in written:
                    scores[at] = without[at]
        weighed = [score * factor for score, factor in zip(scores, self.factors, strict=True)]
        if len(heard.stems) > LONGEST_COMMAND:
            for at in self.command_places:
                weighed[at] = scores[at] * RAMBLED
        for name, at in self.local_places:
            if name not in nearby:
                weighed[at] = 0.0
        for name in nearby:
            offered = self.places.get(name)
            if offered is not None:
                weighed[offered] = scores[offered] * NEARBY
        return weighed


def _without(heard: Heard, positions: Collection[int]) -> Heard:
    kept = [at for at in range(len(heard.stems)) if at not in positions]
    denied = frozenset(new for new, at in enumerate(kept) if at in heard.denied)
    return Heard(tuple(heard.stems[at] for at in kept), denied)


def _without_marks(pattern: str) -> str:
    plain = pattern.replace(DEGREES, " ")
    return plain.replace(ALTERNATIVE, " ").replace(AT_ONCE, " ")
