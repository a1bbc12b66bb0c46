"""What is said on a line now, and whether other phrases would lead any of it astray."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.authoring.adding import Addition, with_phrases
from ivr.authoring.destinations import Destinations
from ivr.authoring.examined import Examined
from ivr.authoring.listening import general, speech
from ivr.dialogue.grammar import Grammar, Meaning, Reading
from ivr.dialogue.grammar.meanings import LANGUAGE
from ivr.dialogue.grammar.words import STOP

ALL_TRIED: Final = 400
"""Sayings up to which each is said again for each phrase; of more, those that it can change."""

THIN: Final = 0.8
"""The part of the likeliest destination's evidence from which a second one can overtake it.

One more phrase makes a destination's others weigh a little less, so that a thin lead can turn
without a word in common.
"""

BARELY: Final = 0.9
"""The part of the evidence that is enough, or the reverse, within which an utterance is in doubt.

What is enough is told by a typical phrase of all: one more can move it.
"""

PHRASE: Final = "a phrase of the book"
"""What a saying is that stands in the book; others are lines of a file."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says in a language, the printed name of where it leads, and what it is."""

    text: str
    language: str
    right: str
    what: str


class Line:
    """A line as it is, and as it would be with more phrases. Callers are at its main menu."""

    def __init__(self, examined: Examined) -> None:
        self._examined = examined
        self._at = examined.book.service.main_menu
        self.destinations = Destinations(examined.book)
        self.grammar = examined.book.grammar

    def reached(self, text: str, language: str, grammar: Grammar | None = None) -> str:
        """The printed name of where a text leads; ``grammar`` instead of the line's own."""
        return self.destinations.reached(text, language, self._at, grammar)

    def meaning(self, text: str, language: str) -> Meaning:
        """What a text means."""
        return self.grammar.understand(text, language, self.destinations.nearby(self._at))

    def readings(self, text: str, language: str) -> list[Reading]:
        """How a text is read, in its own language first."""
        nearby = self.destinations.nearby(self._at)
        return list(self.grammar.readings(text, language, nearby))

    def leads(self, added: Addition, grammar: Grammar) -> bool:
        """Whether a phrase leads to its destination by itself, wherever the caller is."""
        meaning = grammar.understand(added.phrase, added.language)
        reached = self.destinations.of(meaning, added.language, self._at)
        return reached == self.destinations.printed(added.destination)

    def stems(self, text: str, language: str) -> tuple[str, ...]:
        """The stems that the line hears in a text, fillers left out."""
        reading = next(iter(self.grammar.readings(text, language)))
        return tuple(stem for stem in reading.heard.stems if stem != STOP)

    def with_phrases(self, additions: Sequence[Addition]) -> Grammar:
        """The line's grammar, compiled again with more phrases."""
        examined = self._examined
        book = with_phrases(examined.manuscript, additions)
        languages = {each.language for each in additions}
        if any(each.destination.startswith(LANGUAGE) for each in additions):
            languages = set(book.words)
        made = {
            code: speech(book, examined.service, examined.nodes, code) for code in sorted(languages)
        }
        return self.grammar.having(made, general(examined.nodes))


class Probes:
    """Sayings, and where they lead now: to the right place or not.

    Phrases of the book that are misled now are left out: a rule tells of them.
    """

    def __init__(self, line: Line, sayings: Iterable[Saying]) -> None:
        self._line = line
        reached = [(each, line.reached(each.text, each.language)) for each in sayings]
        self._kept = [
            (each, now) for each, now in reached if now == each.right or each.what != PHRASE
        ]
        self._with_stem: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._thin: dict[str, set[int]] = defaultdict(set)
        self._always: set[int] = set()
        self.frequency: dict[str, Counter[str]] = defaultdict(Counter)
        self._own: dict[tuple[str, str], set[str]] = defaultdict(set)
        written = set()
        for number, (each, now) in enumerate(self._kept):
            reading, *_ = line.readings(each.text, each.language)
            for stem in reading.heard.stems:
                self._with_stem[each.language, stem].add(number)
            if now == each.right:
                self._own[each.language, now].update(reading.heard.stems)
                self.frequency[each.language].update(set(reading.heard.stems))
            if reading.ranked:
                top = reading.ranked[0].score
                if BARELY * top <= reading.enough <= top / BARELY:
                    self._always.add(number)
            near = [
                ranked.destination
                for ranked in reading.ranked
                if ranked.score >= THIN * reading.ranked[0].score
            ]
            for destination in near if len(near) > 1 else ():
                self._thin[destination].add(number)
            if each.what == PHRASE:
                written |= {(each.language, word) for word in reading.words}
            elif not {(each.language, word) for word in reading.words} <= written:
                self._always.add(number)

    def own(self, language: str, right: str) -> frozenset[str]:
        """The stems of what leads to a destination now."""
        return frozenset(self._own[language, right])

    def same_words(self, text: str, language: str, right: str) -> Saying | None:
        """Something that should lead elsewhere, in which the same stems are heard."""
        stems = set(self._line.stems(text, language))
        if not stems:
            return None
        shared = set.intersection(*(self._with_stem[language, stem] for stem in stems))
        for number in sorted(shared):
            each, _ = self._kept[number]
            if each.right != right and set(self._line.stems(each.text, language)) == stems:
                return each
        return None

    def lost(
        self, grammar: Grammar, additions: Sequence[Addition] = ()
    ) -> Iterator[tuple[Saying, str]]:
        """What another grammar leads astray, and where to.

        ``additions`` are the phrases in which it differs: what they can't change is not tried. What
        is misled now is led astray where they take it to their own places, which are wrong, too.
        """
        own = {self._line.destinations.printed(added.destination) for added in additions}
        for number in self._touched(additions):
            each, now = self._kept[number]
            got = self._line.reached(each.text, each.language, grammar)
            if got not in (each.right, now) and (now == each.right or got in own):
                yield each, got

    def _touched(self, additions: Sequence[Addition]) -> Iterable[int]:
        if not additions or len(self._kept) <= ALL_TRIED:
            return range(len(self._kept))
        found: set[int] = set(self._always)
        for added in additions:
            found |= self._thin[added.destination]
            for stem in self._line.stems(added.phrase, added.language):
                found |= self._with_stem[added.language, stem]
        return sorted(found)
