"""How Spanish words sound, as far as their spelling tells: syllables, and words that are foreign.

Spanish is written as it is spoken (Ortografía de la lengua española, 2010), so neither needs a
dictionary.
"""

import re
from typing import Final

_VOWELS: Final = re.compile(r"(?:[aeiouáéíóúü]|y(?![aeiouáéíóúü]))+")
_STRONG: Final = re.compile(r"[aeoáéíóú]")
_FOREIGN: Final = re.compile(r"[kw]|[pst]h|(?<!^)h$|([abdfghijmpqstuvxyz])\1|[bcfghmpqtv]$")
_ADOPTED: Final = frozenset({"club", "chic", "tic", "web"})


def syllables(word: str) -> int:
    """The syllables of a word: a vowel that is strong or stressed is one, and so are weak ones."""
    groups = _VOWELS.findall(word.lower())
    return max(1, sum(max(1, len(_STRONG.findall(group))) for group in groups))


def looks_foreign(word: str) -> bool:
    """Whether a word is not spelled as Spanish is, so that a Spanish voice guesses at it."""
    plain = word.lower()
    return bool(_FOREIGN.search(plain)) and plain not in _ADOPTED
