"""Hard words of a language, and how a voice is to say them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Saying:
    """How a hard word is said: in other letters, letter by letter, or, with neither, as it stands.

    ``ipa`` is for voices that take the International Phonetic Alphabet.
    """

    said: str = ""
    spelled: bool = False
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class HardWord:
    """A hard word as it stands in a text, and how it is said there."""

    written: str
    saying: Saying


@dataclass(frozen=True)
class Lexicon:
    """Hard words by how they are written.

    Other capitals do not matter, but for words that are spelled: US is said letter by letter, and
    "call us" is not.
    """

    sayings: Mapping[str, Saying]
    _pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _in_small: Mapping[str, Saying] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        changed = [word for word, saying in self.sayings.items() if saying.said or saying.spelled]
        longest_first = sorted(changed, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
        object.__setattr__(self, "_pattern", pattern)
        in_small = {
            word.lower(): saying for word, saying in self.sayings.items() if not saying.spelled
        }
        object.__setattr__(self, "_in_small", in_small)

    def find(self, word: str) -> Saying | None:
        """How a word is said: as it is written here, or else in other capitals."""
        return self.sayings.get(word) or self._in_small.get(word.lower())

    def spans(self, text: str) -> Iterator[str | HardWord]:
        """A text in order: plain stretches, and the hard words between them."""
        end = 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            saying = self.find(found.group())
            if saying is None or not (saying.said or saying.spelled):
                continue
            if found.start() > end:
                yield text[end : found.start()]
            yield HardWord(found.group(), saying)
            end = found.end()
        if end < len(text):
            yield text[end:]
