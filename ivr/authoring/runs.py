"""Runs of words of an utterance that could be phrases: the shortest first."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_RUN: Final = 6
"""Words, without fillers, of a phrase that is proposed, unless it is the whole utterance."""

LONGEST_SPAN: Final = 12
"""The same with fillers."""

MOST_RUNS: Final = 24
"""Runs of one utterance that are tried: more of them is a search for luck."""

MOST_WORDS: Final = 60
"""Words of an utterance in which runs are looked for."""

_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001 - apostrophes as recognisers write them


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side, as they were said, and the stems that the line hears in them."""

    phrase: str
    stems: tuple[str, ...]


def runs(
    utterance: str,
    stems: Callable[[str], tuple[str, ...]],
    frequency: Mapping[str, int],
    own: frozenset[str],
) -> list[Run]:
    """The runs of an utterance, the shortest first, fillers at their ends left out.

    Among those of one length, those with stems in ``own`` (the destination's) come first, and then
    the rarer ones in the book, by ``frequency``. An utterance of one word among fillers comes last
    as it was said: as a phrase it counts where just that is said, and takes no other's word.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", utterance).lower())[:MOST_WORDS]
    if not words:
        return []
    found: dict[tuple[str, ...], str] = {}
    spans = [
        (begin, end)
        for length in range(1, min(LONGEST_SPAN, len(words)) + 1)
        for begin in range(len(words) - length + 1)
        for end in (begin + length,)
    ]
    for begin, end in spans:
        phrase = " ".join(words[begin:end])
        heard = stems(phrase)
        if 0 < len(heard) <= LONGEST_RUN:
            # The shorter of two runs in which the same is heard comes first, and is kept.
            found.setdefault(heard, phrase)
    ordered = sorted(
        (Run(phrase, heard) for heard, phrase in found.items()),
        key=lambda run: (
            len(run.stems),
            -len(own.intersection(run.stems)),
            sum(frequency.get(stem, 0) for stem in run.stems),
        ),
    )
    whole = " ".join(words)
    kept = ordered[:MOST_RUNS]
    if heard := stems(whole):
        kept.append(Run(found.get(heard, whole), heard))
        if len(heard) == 1:
            kept.append(Run(whole, heard))
    return list(dict.fromkeys(kept))
