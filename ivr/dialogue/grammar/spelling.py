"""Known words, and the known word that an unknown one was probably meant to be."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from jellyfish import metaphone
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from Stemmer import Stemmer

LIKENESS: Final = 0.8
"""How alike an unknown word and a known one are written at least: one letter in five differs."""

SOUNDS_LIKE: Final = 0.6
"""The same for words that sound alike by their consonants."""

SHORTEST_MISSPELT: Final = 5
"""Letters. Shorter words that nobody wrote down are other words, not misspelt ones."""

SHORTEST_CODE: Final = 3
"""Consonants by which two words can sound alike."""

SHORTEST_JOINED: Final = 7
"""Letters of a word that may have been split."""

JOINED_LIKENESS: Final = 0.8
"""How alike joined words and the known word that they sound like are written at least."""

SHORTEST_SPELT: Final = 4
"""Letters of a word that is known with other letters of the same sound."""

LONGEST_WORD: Final = 30
"""Letters. What is longer is noise."""

MOST_CORRECTIONS: Final = 40
"""Unknown words of an utterance that are looked up: a rambling caller's, and no more."""

MOST_UNKNOWN: Final = 0.5
FEW_UNKNOWN: Final = 1
"""The share of unknown words, and how many more, beyond which this is another language."""

SPLITS: Final = ((2, 0), (1, 1), (0, 2), (1, 0), (0, 1))
"""Words before and after an unknown one that may be parts of it, most first ("met a static")."""

_ALIKE: Final = str.maketrans({"k": "c", "q": "c", "z": "s", "v": "b", "y": "i", "j": "g"})


class Vocabulary:
    """The words of one language that somebody wrote down."""

    __slots__ = ("_by_beginning", "_by_letters", "_by_sound", "_stemmer", "_stems", "_stems_known")

    def __init__(self, language: str, words: Iterable[str]) -> None:
        self._stemmer = _stemmer(language)
        by_sound: dict[str, list[str]] = defaultdict(list)
        by_beginning: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._stems: dict[str, str] = {}
        self._by_letters: dict[str, str] = {}
        for word in dict.fromkeys(words):
            self._stems[word] = self._stemmer.stemWord(word) if self._stemmer else word
            if len(word) >= SHORTEST_SPELT and word.isalpha():
                self._by_letters.setdefault(_letters(word), word)
            if len(word) < SHORTEST_MISSPELT or not word.isalpha():
                continue
            by_sound[metaphone(word)].append(word)
            for length in range(len(word) - 1, len(word) + 2):
                by_beginning[_beginning(word), length].append(word)
        self._stems_known = frozenset(self._stems.values())
        self._by_sound = {code: tuple(found) for code, found in by_sound.items()}
        self._by_beginning = {key: tuple(found) for key, found in by_beginning.items()}

    def stem(self, word: str) -> str:
        """A word without its ending."""
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stemmer.stemWord(word) if self._stemmer else word
        return stem

    def has(self, word: str) -> bool:
        """Whether this word was written down."""
        return word in self._stems

    def knows(self, stem: str) -> bool:
        """Whether a word with this stem was written down."""
        return stem in self._stems_known

    def corrected(self, tokens: Sequence[str]) -> list[str]:
        """The tokens; unknown ones are joined, or taken for what they resemble."""
        known = self._stems
        unknown = sum(token not in known for token in tokens)
        if not unknown or unknown > len(tokens) * MOST_UNKNOWN + FEW_UNKNOWN:
            return list(tokens)
        found: list[str] = []
        left = MOST_CORRECTIONS
        position = 0
        while position < len(tokens):
            word = tokens[position]
            position += 1
            if word in known or not left or not word.isalpha():
                found.append(word)
                continue
            left -= 1
            before, after, joined = self._joined(found, word, tokens, position)
            if joined is None:
                found.append(self._meant(word))
            else:
                del found[len(found) - before :]
                found.append(joined)
                position += after
        return found

    def _joined(
        self, found: Sequence[str], word: str, tokens: Sequence[str], following: int
    ) -> tuple[int, int, str | None]:
        """A known word of which an unknown one is a part.

        Returns how many words before and after it belong to it; the most that do.
        """
        for before, after in SPLITS:
            if before > len(found) or following + after > len(tokens):
                continue
            parts = (*found[len(found) - before :], word, *tokens[following : following + after])
            whole = "".join(parts)
            if SHORTEST_JOINED <= len(whole) <= LONGEST_WORD and whole.isalpha():
                joined = whole if whole in self._stems else self._resembling(whole)
                if joined is not None:
                    return before, after, joined
        return 0, 0, None

    def _resembling(self, whole: str) -> str | None:
        """A known word that joined parts sound or look like very much."""
        sounding = self._sounding(whole, JOINED_LIKENESS)
        if sounding is not None:
            return sounding
        alike = self._by_beginning.get((_beginning(whole), len(whole)), ())
        return _likest(whole, alike, JOINED_LIKENESS)

    def _sounding(self, word: str, likeness: float) -> str | None:
        code = metaphone(word)
        if len(code) < SHORTEST_CODE:
            return None
        return _likest(word, self._by_sound.get(code, ()), likeness)

    def _meant(self, word: str) -> str:
        if len(word) > LONGEST_WORD or self.knows(self.stem(word)):
            return word
        spelt = self._by_letters.get(_letters(word))
        if spelt is not None or len(word) < SHORTEST_MISSPELT:
            return spelt or word
        sounding = self._sounding(word, SOUNDS_LIKE)
        if sounding is not None:
            return sounding
        alike = _likest(word, self._by_beginning.get((_beginning(word), len(word)), ()), LIKENESS)
        return word if alike is None else alike


def _stemmer(language: str) -> Stemmer | None:
    """The Snowball stemmer of a language by its code; None where there is none."""
    try:
        return Stemmer(language)
    except KeyError:
        return None


def _letters(word: str) -> str:
    """A word without letters that many people leave out or swap: "aogo" is "ahogo"."""
    plain = word.replace("ll", "y").replace("h", "").translate(_ALIKE)
    return "".join([one for at, one in enumerate(plain) if plain[at - 1 : at] != one])


def _beginning(word: str) -> str:
    return word.lstrip("h")[:1].translate(_ALIKE)


def _likest(word: str, words: Sequence[str], cutoff: float) -> str | None:
    if not words:
        return None
    best = process.extractOne(
        word, words, scorer=Levenshtein.normalized_similarity, score_cutoff=cutoff
    )
    return None if best is None else best[0]
