"""How hard a text is to follow, as a school grade."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.authoring.pronunciation import syllables, words_in

FEWEST_WORDS: Final = 12
"""Words below which a formula made for whole pages says nothing."""

SHOWN: Final = 5
"""The hardest words that a message names."""

HARD: Final = 3
"""Syllables from which on a word is hard."""

_SENTENCE: Final = re.compile(r"[.?!:](?=\s|$)")


def reading_grade(text: str, language: str) -> float | None:
    """The grade by Flesch and Kincaid (Kincaid et al. 1975); None where it can't be told.

    ``text`` is what is spoken, without marks.
    """
    words = words_in(text)
    if language != "en" or len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, sum(bool(words_in(part)) for part in _SENTENCE.split(text)))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


def hardest_sentence(text: str, language: str) -> str:
    """The sentence that does most to make a text hard to follow."""
    if language != "en":
        return text
    sentences = [part.strip() for part in _SENTENCE.split(text) if words_in(part)]
    return max(sentences, key=_weight, default=text)


def _weight(sentence: str) -> float:
    words = words_in(sentence)
    return 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words)


def hardest_words(text: str, language: str) -> list[str]:
    """The words of the most syllables, hardest first; those of most letters if none is long."""
    ranked = sorted(_each(text), key=lambda word: (-syllables(word), -len(word), word))
    hard = [word for word in ranked if syllables(word) >= HARD] if language == "en" else []
    return (hard or ranked)[:SHOWN]


def _each(text: str) -> Iterator[str]:
    yield from {word.lower(): word for word in words_in(text)}.values()
