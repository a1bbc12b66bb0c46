"""What has changed in a text, word by word, as a person reads it: [-old-] and {+new+}."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from textwrap import shorten
from typing import Final, TypeVar

from ivr.authoring.schema import ApprovalShape

Heard = Sequence[tuple[str, str]]
"""What each part of a text is, and its words."""

CONTEXT: Final = 4
"""Words around a change that are shown in short."""

LONGEST: Final = 240
"""Characters of a difference in short."""

LONGEST_RUN: Final = 80
"""Characters of words in a row that were removed or added, in short."""

Part = TypeVar("Part", bound=Hashable)
"""What texts are compared by: words, or whatever else stands between two spaces."""

_Token = tuple[bool, str]
"""Either where a part begins (and what it is), or one of its words."""


class Mark(StrEnum):
    """What became of a word: it stands in both texts, in the new one, or in the old one."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that share a fate. ``what`` names the part that begins here, if one does."""

    mark: Mark
    what: str
    words: tuple[str, ...]


def signed_words(approval: ApprovalShape) -> Heard:
    """The words that were approved; none where they were not written down."""
    return [(part.what, part.words) for part in approval.words]


def differences(old: Heard, new: Heard) -> list[Run]:
    """What became of every word, in the order in which a person reads it."""
    marked = compared(list(_tokens(old)), list(_tokens(new)))
    return [
        run
        for mark, group in groupby(marked, key=itemgetter(0))
        for run in _runs(mark, [token for _, token in group])
    ]


def compared(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[Mark, Part]]:
    """The parts of both texts in order: what stayed, what was removed, what was added."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from ((Mark.SAME, part) for part in new[new_start:new_end])
        else:
            yield from ((Mark.REMOVED, part) for part in old[start:end])
            yield from ((Mark.ADDED, part) for part in new[new_start:new_end])


def in_full(old: Heard, new: Heard) -> list[tuple[str, str]]:
    """The whole text with its changes: a line for each part, what it is first."""
    lines: list[tuple[str, list[str]]] = []
    for run in differences(old, new):
        if run.what:
            lines.append((_marked(run.mark, run.what), []))
        if run.words:
            lines[-1][1].append(_marked(run.mark, " ".join(run.words)))
    return [(what, " ".join(said)) for what, said in lines]


def in_short(old: Heard, new: Heard) -> str:
    """The changes alone, with a few words around each; of many words, the first."""
    runs = differences(old, new)
    shown: list[str] = []
    for place, run in enumerate(runs):
        words: Sequence[str] = run.words
        if run.mark is Mark.SAME:
            before = CONTEXT if _changed(runs[:place][-1:]) else 0
            after = CONTEXT if _changed(runs[place + 1 :][:1]) else 0
            if len(words) > before + after:
                words = (*words[:before], "…", *words[len(words) - after :])
            shown += words[shown[-1:] == ["…"] and words[:1] == ("…",) :]
        else:
            said = " ".join(words or (run.what,))
            shown.append(_marked(run.mark, shorten(said, LONGEST_RUN, placeholder=" …")))
    text = ""
    for more in shown:
        if len(text) + len(more) + 1 >= LONGEST:
            return f"{text}…"
        text += f"{more} "
    return text.rstrip()


def _changed(runs: Sequence[Run]) -> bool:
    return any(run.mark is not Mark.SAME for run in runs)


def _tokens(heard: Heard) -> Iterator[_Token]:
    for what, words in heard:
        yield True, what
        yield from ((False, word) for word in words.split())


def _runs(mark: Mark, tokens: Iterable[_Token]) -> Iterator[Run]:
    what, words = "", list[str]()
    for begins, text in tokens:
        if not begins:
            words.append(text)
            continue
        if what or words:
            yield Run(mark, what, tuple(words))
        what, words = text, []
    if what or words:
        yield Run(mark, what, tuple(words))


def _marked(mark: Mark, text: str) -> str:
    return {Mark.SAME: text, Mark.REMOVED: f"[-{text}-]", Mark.ADDED: f"{{+{text}+}}"}[mark]
