"""Why an utterance leads where it does, in lines for people who write phrases."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from ivr.authoring.destinations import Destinations
from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrases
from ivr.cli.showing import joined
from ivr.dialogue import Phrase
from ivr.dialogue.book import offer_id, phrase_id
from ivr.dialogue.grammar import (
    Consent,
    Danger,
    Destination,
    Meaning,
    Reading,
    SpokenKey,
    Unclear,
    Unsure,
)
from ivr.dialogue.grammar.choosing import CLEAR_LEAD
from ivr.dialogue.grammar.hearing import Heard
from ivr.dialogue.grammar.words import STOP

LIKELIEST: Final = 3
"""Destinations that are named with what speaks for them."""

MOST_REASONS: Final = 6
"""Words that are named with what they count for."""


class Reasons:
    """Explains utterances that are said at one place of a book, in calls in one language."""

    def __init__(self, examined: Examined, language: str, at: str) -> None:
        self._examined = examined
        self._grammar = examined.book.grammar
        self._destinations = Destinations(examined.book)
        self._language = language
        self._at = at
        self._stems = cache(self._stems_of_phrases)  # of a book that doesn't change meanwhile

    def of(self, utterance: str) -> Iterator[str]:
        """The lines of explanation of one utterance."""
        nearby = self._destinations.nearby(self._at)
        readings = list(self._grammar.readings(utterance, self._language, nearby))
        for reading in readings:
            words = " ".join(word for word in reading.words if word != STOP)
            yield f"{reading.language}: {words or '(no words)'}"
            for line in self._of_reading(reading):
                yield f"    {line}"
        meaning = self._grammar.understand(utterance, self._language, nearby)
        yield from self._of_meaning(meaning, readings)

    def _of_reading(self, reading: Reading) -> Iterator[str]:
        heard = reading.heard
        if reading.alarm is not None:
            short = self._destinations.printed(reading.alarm.node)
            yield f'danger ({short}): the pattern "{reading.alarm.pattern}" was found'
        denied = [heard.stems[at] for at in sorted(heard.denied)]
        if denied:
            yield f"denied: {', '.join(stem for stem in denied if stem != STOP)}"
        if not reading.ranked:
            yield "nothing that was written down speaks for any place"
            return
        likeliest = [
            f"{self._destinations.printed(each.destination)} {each.score:.2f}"
            for each in reading.ranked[:LIKELIEST]
        ]
        yield f"likeliest: {', '.join(likeliest)}"
        first = reading.ranked[0].destination
        found = self._grammar.reasons(reading, first)[:MOST_REASONS]
        told = ", ".join(f"{feature} {weight:.2f}" for feature, weight in found)
        yield f"for {self._destinations.printed(first)}: {told}"
        said = _said(heard)
        whole = [
            f'"{phrase}"'
            for phrase, stems in self._stems(reading.language, first)
            if stems and stems <= said
        ]
        if whole:
            yield f"said in full: {', '.join(whole)}"

    def _stems_of_phrases(
        self, language: str, destination: str
    ) -> Sequence[tuple[str, frozenset[str]]]:
        examined = self._examined
        every = phrases(examined.manuscript, examined.service, examined.nodes, language)
        return [
            (phrase, _said(next(iter(self._grammar.readings(phrase, language))).heard))
            for phrase in dict.fromkeys(every[destination])
        ]

    def _of_meaning(self, meaning: Meaning, readings: Sequence[Reading]) -> Iterator[str]:
        match meaning:
            case SpokenKey(key):
                yield f"it names the key {key}, and nothing besides"
            case Consent(yes):
                yield f"it says {'yes' if yes else 'no'}, and nothing besides"
            case Unsure(names):
                yield f"too close to choose between: {', '.join(map(self._named, names))}"
                yield f'the line would ask: "{self._question(names)}"'
            case Unclear():
                yield f'the line would say: "{self._phrase(Phrase.NO_MATCH_SPOKEN)}"'
            case Danger() if any(reading.alarm for reading in readings):
                yield "danger comes before everything else, and is never asked about"
            case Danger(_, code) | Destination(_, code):
                yield from self._runner_up(code, readings)

    def _runner_up(self, language: str, readings: Sequence[Reading]) -> Iterator[str]:
        """How far the second one is behind, in the language that was understood."""
        for reading in readings:
            if reading.language == language and len(reading.ranked) > 1:
                first, second = reading.ranked[:2]
                share = 100 * second.score / first.score
                yield (
                    f"runner-up: {self._named(second.destination)}, with {share:.0f} % as much "
                    f"(the line asks from {100 * (1 - CLEAR_LEAD):.0f} %)"
                )

    def _named(self, destination: str) -> str:
        return self._destinations.printed(destination)

    def _question(self, names: Sequence[str]) -> str:
        passages = self._examined.book.languages[self._language].passages
        known = [name for name in names if offer_id(name, 1) in passages]
        if not known:
            return self._phrase(Phrase.NO_MATCH_SPOKEN)
        offers = [
            joined(passages[offer_id(name, position)].pieces)
            for position, name in enumerate(known, 1)
        ]
        return " ".join([self._phrase(Phrase.CLARIFY), *offers])

    def _phrase(self, phrase: Phrase) -> str:
        return joined(
            self._examined.book.languages[self._language].passages[phrase_id(phrase)].pieces
        )


def _said(heard: Heard) -> frozenset[str]:
    """What was said as the grammar compares it: a denied word is another word."""
    return frozenset(heard.words)
