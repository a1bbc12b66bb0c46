"""How hard a text is to follow: a school grade in English, a scale of ease in Spanish."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.authoring import spanish
from ivr.authoring.pronunciation import is_number, syllables, words_in

FEWEST_WORDS: Final = 12
"""Words below which a formula made for whole pages says nothing."""

SHOWN: Final = 5
"""The hardest words that a message names."""

_NAME: Final = re.compile(r"\{name:[^{}]*\}")
_SENTENCE: Final = re.compile(r"[.?!:](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure of reading.

    ``target`` is the value to write for, ``limit`` the last that is let pass. On a ``rising``
    scale a higher value is easier. ``per_sentence`` and ``per_word`` weigh words a sentence and
    syllables a word; ``hard`` is the syllables from which on a word is a long one.
    """

    name: str
    start: float
    per_sentence: float
    per_word: float
    target: float
    limit: float
    rising: bool
    syllables: Callable[[str], int]
    hard: int

    def misses(self, value: float, bound: float) -> bool:
        """Whether a value is on the hard side of a bound."""
        return value < bound if self.rising else value > bound


def _spanish_syllables(word: str) -> int:
    return syllables(word) if is_number(word) else spanish.syllables(word)


SCALES: Final[Mapping[str, Scale]] = {
    # Kincaid et al. 1975. The target is MedlinePlus's (content facts, section 4).
    "en": Scale(
        name="grade",
        start=-15.59,
        per_sentence=0.39,
        per_word=11.8,
        target=6,
        limit=8,
        rising=False,
        syllables=syllables,
        hard=3,
    ),
    # Szigriszt-Pazos 1993, with the bounds of INFLESZ (Barrio-Cantalejo et al. 2008), made for
    # what Spanish patients are given to read: 65 is "quite easy", below 55 "rather difficult".
    "es": Scale(
        name="INFLESZ",
        start=206.835,
        per_sentence=-1,
        per_word=-62.3,
        target=65,
        limit=55,
        rising=True,
        syllables=_spanish_syllables,
        hard=4,
    ),
}
"""By language: how reading is measured there."""


def reading(text: str, language: str) -> float | None:
    """The value of a text on its language's scale; None where it can't be told.

    ``text`` is what is spoken, without marks.
    """
    scale, words = SCALES.get(language), words_in(text)
    if scale is None or len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, sum(bool(words_in(part)) for part in _SENTENCE.split(text)))
    per_word = sum(map(scale.syllables, words)) / len(words)
    per_sentence = len(words) / sentences
    return scale.start + scale.per_sentence * per_sentence + scale.per_word * per_word


def without_names(text: str) -> str:
    """A text with each line's name, which is not the writer's to choose, as one short word."""
    return _NAME.sub("them", text)


def hardest_sentence(text: str, language: str) -> str:
    """The sentence that does most to make a text hard to follow."""
    scale = SCALES.get(language)
    if scale is None:
        return text

    def weight(sentence: str) -> float:
        words = words_in(sentence)
        syllables_a_word = sum(map(scale.syllables, words)) / len(words)
        return abs(scale.per_sentence) * len(words) + abs(scale.per_word) * syllables_a_word

    sentences = [part.strip() for part in _SENTENCE.split(text) if words_in(part)]
    return max(sentences, key=weight, default=text)


def hardest_words(text: str, language: str) -> list[str]:
    """The words of the most syllables, hardest first; those of most letters if none is long."""
    scale = SCALES.get(language)
    if scale is None:
        return sorted(_each(text), key=lambda word: (-len(word), word))[:SHOWN]
    ranked = sorted(_each(text), key=lambda word: (-scale.syllables(word), -len(word), word))
    hard = [word for word in ranked if scale.syllables(word) >= scale.hard]
    return (hard or ranked)[:SHOWN]


def _each(text: str) -> Iterator[str]:
    yield from {word.lower(): word for word in words_in(text)}.values()
