"""How long words take to say: as was measured, or estimated from their letters."""

import re
from typing import Final, assert_never

from ivr.dialogue.book import Language
from ivr.dialogue.lexicon import HardWord
from ivr.dialogue.wording import (
    BEFORE_AGAIN,
    BETWEEN_GROUPS,
    Aside,
    Digits,
    Hours,
    Passage,
    Pause,
    Piece,
    Words,
)
from ivr.speech.sounds import VOICE_WORDS_PER_MINUTE, rate

CHARACTERS_A_WORD: Final = 5.5
"""A standard word with its space. Counting characters instead of words is fair to menus, whose
words are short: "press 1" takes less time than "mastectomy usually"."""

AFTER_SENTENCE: Final = 0.35
"""Seconds of silence that a voice makes after . ? ! and :."""

AFTER_COMMA: Final = 0.15
"""Seconds of silence that a voice makes after a comma or a semicolon."""

DIGIT: Final = 0.4
"""Seconds that one digit takes when digits are said one by one."""

_SENTENCE: Final = re.compile(r"[.?!:](?=\s|$)")
_COMMA: Final = re.compile(r"[,;](?=\s|$)")
_SINGLE_DIGIT: Final = re.compile(r"(?<!\S)\d(?!\d)")


def seconds(text: str, words_per_minute: float = VOICE_WORDS_PER_MINUTE) -> float:
    """The seconds that a voice takes for this text at this many words a minute."""
    stops = len(_SENTENCE.findall(text)) * AFTER_SENTENCE + len(_COMMA.findall(text)) * AFTER_COMMA
    digits = len(_SINGLE_DIGIT.findall(text))
    letters = len(" ".join(text.split())) - 2 * digits
    spoken = max(0, letters) / CHARACTERS_A_WORD * 60 / words_per_minute
    slowed = VOICE_WORDS_PER_MINUTE / words_per_minute
    return spoken + (digits * DIGIT + stops) * slowed


def digits_seconds(digits: str, words_per_minute: float = VOICE_WORDS_PER_MINUTE) -> float:
    """The seconds that these digits take when they are said one by one."""
    return len(digits) * DIGIT * VOICE_WORDS_PER_MINUTE / words_per_minute


def passage_seconds(passage: Passage, words_per_minute: int, language: Language) -> float:
    """The seconds that a passage takes at a pace: as its sound was measured, or else estimated."""
    measured = language.lengths.get((passage.id, words_per_minute))
    if measured is not None:
        return measured
    return sum(piece_seconds(piece, words_per_minute, language) for piece in passage.pieces)


def piece_seconds(piece: Piece, words_per_minute: int, language: Language) -> float:
    """The seconds that a piece of a passage takes, at the most.

    A number is said twice; of opening hours, the longest way in which they can be said counts.
    """
    pace = VOICE_WORDS_PER_MINUTE * rate(words_per_minute, language)
    match piece:
        case Words():
            return sum(_span_seconds(span, pace) for span in language.lexicon.spans(piece.text))
        case Aside():
            return seconds(piece.text, pace)
        case Hours():
            moments = (
                passage_seconds(passage, words_per_minute, language)
                for passage in language.passages.values()
                if passage.id.startswith(f"hours/{piece.line}/")
            )
            return max(moments, default=0.0)
        case Pause():
            return piece.milliseconds / 1000
        case Digits():
            spoken = sum(digits_seconds(group, pace) for group in piece.groups)
            between = (len(piece.groups) - 1) * BETWEEN_GROUPS
            return 2 * (spoken + between / 1000) + (BEFORE_AGAIN + BETWEEN_GROUPS) / 1000
        case _:
            assert_never(piece)


def _span_seconds(span: str | HardWord, pace: float) -> float:
    match span:
        case str():
            return seconds(span, pace)
        case HardWord() if span.saying.spelled:
            return digits_seconds("".join(filter(str.isalnum, span.written)), pace)
        case HardWord():
            return seconds(span.saying.said, pace)
        case _:
            assert_never(span)
