"""An utterance as words that can be compared: folded, counted, rewritten, without fillers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_UTTERANCE: Final = 2_000
"""Characters that are listened to, half of them at each end of what is longer.

Twilio ends speech after 60 s, which is some 1,500 of a caller in a hurry.
"""

BETWEEN: Final = "\x1f"
"""The token between texts that are folded in one go."""

_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+|[.,;:!?¿¡\n]+|\x1f")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
"""Unicode's combining marks, which NFD sets apart from the letters."""

_APOSTROPHES: Final = str.maketrans("", "", "'’‘`´ʼ′＇")  # noqa: RUF001 - what recognisers write

STOP: Final = ","
"""The token that stands for punctuation: what is said before it ends there."""

HUNDRED: Final = 100
ONES: Final = 10
TENS: Final = 20
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language counts: values by word, and the words that join numbers.

    ``half`` is what adds a half ("thirty eight and a half"), ``point`` what stands before decimals,
    ``joins`` what may stand between hundreds, tens and ones.
    """

    values: Mapping[str, int]
    half: frozenset[str] = frozenset()
    point: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()


def folded(utterance: str) -> list[str]:
    """Words in small letters without accents and apostrophes; STOP where punctuation stood."""
    if len(utterance) > LONGEST_UTTERANCE:
        half = LONGEST_UTTERANCE // 2
        utterance = f"{utterance[:half]} {utterance[-half:]}"
    return _folded(utterance.replace(BETWEEN, " "))


def folded_together(texts: Sequence[str]) -> list[str]:
    """The words of many texts, folded in one go, with BETWEEN after each."""
    return _folded("".join(f"{text.replace(BETWEEN, ' ')}{BETWEEN}" for text in texts))


def _folded(text: str) -> list[str]:
    bare = text.lower()
    if not bare.isascii():
        plain = unicodedata.normalize("NFD", bare)
        bare = _ACCENTS.sub("", plain)
    found = _WORD.findall(bare.translate(_APOSTROPHES))
    return [word if word.isalpha() else _token(word) for word in found]


def _token(written: str) -> str:
    if written[0].isdigit():
        return written.replace(",", ".")
    return written if written == BETWEEN else STOP


def counted(tokens: Sequence[str], words: NumberWords) -> list[str]:
    """The same words with numbers as digits: "one hundred and one" is 101, "nine one one" 911."""
    values = words.values
    numbers = [at for at, token in enumerate(tokens) if token in values or token[0].isdecimal()]
    found: list[str] = []
    done = 0
    for at in numbers:
        if at >= done:
            found += tokens[done:at]
            number, done = _number(tokens, at, words)
            found.append(number)
    found += tokens[done:]
    return found


def _number(tokens: Sequence[str], start: int, words: NumberWords) -> tuple[str, int]:
    digits = _digits(tokens, start, words)
    if len(digits) > 2:  # noqa: PLR2004 - two digits side by side may be two answers
        return "".join(digits), start + len(digits)
    value, position = _value(tokens, start, words)
    return _with_fraction(value, tokens, position, words)


def _digits(tokens: Sequence[str], start: int, words: NumberWords) -> list[str]:
    """Single digits that follow one another."""
    found: list[str] = []
    for position in range(start, len(tokens)):
        value = _simple(tokens[position], words)
        if value is None or not 0 <= value <= 9:  # noqa: PLR2004 - a digit
            break
        found.append(str(value))
    return found


def _simple(token: str, words: NumberWords) -> int | None:
    if token in words.values:
        return words.values[token]
    return int(token) if len(token) == 1 and token.isdecimal() else None


def _value(tokens: Sequence[str], start: int, words: NumberWords) -> tuple[str, int]:
    """A whole number from its words; digits that a recogniser wrote stand for themselves."""
    token = tokens[start]
    if token not in words.values:
        return token, start + 1
    total = words.values[token]
    position = start + 1
    smallest = total
    while position < len(tokens):
        following = position + (tokens[position] in words.joins)
        if following >= len(tokens) or tokens[following] not in words.values:
            break
        value = words.values[tokens[following]]
        if value == HUNDRED and 0 < total < ONES:
            total *= HUNDRED
            smallest = HUNDRED
        elif smallest >= HUNDRED > value or (smallest >= TENS and 0 < value < ONES):
            total += value
            smallest = value
        else:
            break
        position = following + 1
    return str(total), position


def _with_fraction(
    value: str, tokens: Sequence[str], position: int, words: NumberWords
) -> tuple[str, int]:
    rest = tokens[position : position + 3]
    if len(rest) > 1 and rest[0] in words.point and "." not in value:
        decimals = _simple(rest[1], words)
        if decimals is not None and 0 <= decimals <= 9:  # noqa: PLR2004 - a digit
            return f"{value}.{decimals}", position + 2
    for length in (2, 3):
        joined = rest[: length - 1]
        if len(rest) >= length and rest[length - 1] in words.half and _joins(joined, words):
            return f"{float(value) + HALF:g}", position + length
    return value, position


def _joins(between: Iterable[str], words: NumberWords) -> bool:
    return all(word in words.joins for word in between)


class Rewriting:
    """Replaces what is heard by what is meant, the longest first."""

    __slots__ = ("_longest", "_meant")

    def __init__(self, rewrites: Mapping[tuple[str, ...], tuple[str, ...]]) -> None:
        self._longest: dict[str, int] = {}
        self._meant = dict(rewrites)
        for heard in rewrites:
            self._longest[heard[0]] = max(self._longest.get(heard[0], 0), len(heard))

    def __call__(self, tokens: Sequence[str]) -> list[str]:
        """The tokens, rewritten once from left to right."""
        longest, rewrites = self._longest, self._meant
        found: list[str] = []
        done = 0
        for at in [at for at, token in enumerate(tokens) if token in longest]:
            if at < done:
                continue
            for length in range(longest[tokens[at]], 0, -1):
                meant = rewrites.get(tuple(tokens[at : at + length]))
                if meant is not None:
                    found += tokens[done:at]
                    found += meant
                    done = at + length
                    break
        found += tokens[done:]
        return found
