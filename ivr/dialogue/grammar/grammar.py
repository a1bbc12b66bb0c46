"""From an utterance to what it means on this line: danger first, then keys, then the likeliest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.grammar.choosing import Weighed, choose
from ivr.dialogue.grammar.hearing import Heard
from ivr.dialogue.grammar.listener import Listener, Speech
from ivr.dialogue.grammar.meanings import (
    Consent,
    Danger,
    Meaning,
    SpokenKey,
    Unclear,
)
from ivr.dialogue.grammar.safety import Alarm
from ivr.dialogue.grammar.words import folded

LONGEST_ANSWER: Final = 12
"""Words of an utterance that can be a key, a yes or a no, with all its politeness."""

STRANGE: Final = 0.5
"""The share of an utterance that must be known in another language to be understood in it."""

OTHER_LANGUAGE: Final = 0.2
"""How much more of an utterance must be known in another language than in the call's."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A destination and how much speaks for it."""

    destination: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How an utterance was read in one language, and what speaks for which destination.

    ``enough`` is the least evidence from which something was understood.
    """

    language: str
    words: tuple[str, ...]
    heard: Heard
    alarm: Alarm | None
    ranked: tuple[Ranked, ...]
    enough: float


@dataclass(frozen=True, slots=True)
class _Said:
    listener: Listener
    words: Sequence[str]
    known: float
    heard: Heard
    harmless: frozenset[int]


class Grammar:
    """Understands every language of a line.

    ``general`` are the destinations that hold others, such as menus: they are meant only where
    nothing more particular is.
    """

    __slots__ = ("_compiled", "_general", "_languages")

    def __init__(
        self, languages: Mapping[str, Speech], general: Collection[str] = frozenset()
    ) -> None:
        self._languages = dict(languages)
        self._general = frozenset(general)
        self._compiled: dict[str, Listener] | None = None

    def __repr__(self) -> str:
        return f"<Grammar of {', '.join(self._languages)}>"

    @property
    def listens(self) -> bool:
        """Whether there is anything that callers can say."""
        return any(
            any(speech.phrases.values()) or any(speech.dangers.values())
            for speech in self._languages.values()
        )

    def prepare(self) -> None:
        """Compile what was written, now rather than when the first caller speaks."""
        if self._compiled is None:
            self._compiled = {
                code: Listener(code, speech, self._general)
                for code, speech in self._languages.items()
            }

    @property
    def _listeners(self) -> Mapping[str, Listener]:
        self.prepare()
        return self._compiled or {}

    def having(
        self, languages: Mapping[str, Speech], general: Collection[str] = frozenset()
    ) -> "Grammar":
        """The same grammar with some of its languages written anew; the others are shared."""
        made = Grammar({**self._languages, **languages}, general)
        made._compiled = {
            code: Listener(code, languages[code], general) if code in languages else one
            for code, one in self._listeners.items()
        }
        return made

    def only(self, language: str) -> "Grammar":
        """The same grammar, deaf to every other language."""
        made = Grammar({language: self._languages[language]}, self._general)
        made._compiled = {language: self._listeners[language]}
        return made

    def understand(self, utterance: str, language: str, nearby: Collection[str] = ()) -> Meaning:
        """What an utterance means in a call in ``language``.

        ``nearby`` are the destinations that were offered at the caller's place.
        """
        tokens = folded(utterance)
        said: list[_Said] = []
        for one in self._in_order(language):
            words = one.ear.words(tokens)
            heard = one.ear.hear(words)
            alarm, harmless = one.lookout.watch(heard)
            share = one.ear.known(tokens)
            if alarm is not None and (not said or share >= max(STRANGE, said[0].known)):
                return Danger(alarm.node, one.code)
            said.append(_Said(one, words, share, heard, harmless))
        if len(tokens) <= LONGEST_ANSWER:
            for each in said:
                key = each.listener.keypad.key(each.words)
                if key is not None:
                    return SpokenKey(key)
            for each in said:
                yes = each.listener.keypad.consent(each.words)
                if yes is not None:
                    return Consent(yes)
        weighed = _most_telling(said, nearby)
        return choose(weighed) if weighed is not None else Unclear()

    def hears(self, language: str, pattern: str) -> bool:
        """Whether a pattern has words that are listened to in a language."""
        return bool(self._listeners[language].ear.patterns([pattern]))

    def readings(
        self, utterance: str, language: str, nearby: Collection[str] = ()
    ) -> Iterator[Reading]:
        """How an utterance is read in each language, for people who want to know why."""
        tokens = folded(utterance)
        for one in self._in_order(language):
            words = one.ear.words(tokens)
            heard = one.ear.hear(words)
            alarm, harmless = one.lookout.watch(heard)
            scores = one.scores(heard, nearby, harmless)
            ranked = [
                Ranked(destination, score)
                for destination, score in zip(one.evidence.destinations, scores, strict=True)
                if score
            ]
            ranked.sort(key=lambda each: -each.score)
            yield Reading(one.code, tuple(words), heard, alarm, tuple(ranked), one.enough)

    def reasons(self, reading: Reading, destination: str) -> list[tuple[str, float]]:
        """The words of a reading that speak for a destination, the strongest first."""
        return self._listeners[reading.language].evidence.reasons(reading.heard, destination)

    def _in_order(self, language: str) -> list[Listener]:
        own = self._listeners.get(language)
        others = [one for code, one in self._listeners.items() if code != language]
        return [own, *others] if own else others


def _most_telling(said: Sequence[_Said], nearby: Collection[str]) -> Weighed | None:
    """The evidence in the language that was spoken: the call's own, where that is in doubt."""
    best: tuple[Weighed, float] | None = None
    for each in said:
        if best is not None:
            weighed, known = best
            is_enough = weighed.top >= weighed.listener.enough
            least = known + OTHER_LANGUAGE if is_enough else max(known, STRANGE)
            if each.known <= least:
                continue
        scores = each.listener.scores(each.heard, nearby, each.harmless)
        found = Weighed(each.listener, scores, len(each.heard.words))
        if best is None or found.top >= each.listener.enough:
            best = found, each.known
    return best[0] if best is not None else None
