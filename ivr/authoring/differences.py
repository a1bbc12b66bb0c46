"""What has changed in a text, word by word, as a person reads it: [-old-] and {+new+}."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from ivr.authoring.schema import ApprovalShape

Heard = Sequence[tuple[str, str]]
"""What each part of a text is, and its words."""

CONTEXT: Final = 4
"""Words around a change that are shown in short."""

LONGEST: Final = 240
"""Characters of a difference in short."""

_Token = tuple[bool, str]
"""Either where a part begins (and what it is), or one of its words."""


class Kind(StrEnum):
    """Where words stand: in both texts, in the old one, or in the new one."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that share a fate. ``what`` names the part that begins here, if one does."""

    kind: Kind
    what: str
    words: tuple[str, ...]


def signed_words(approval: ApprovalShape) -> Heard:
    """The words that were approved; none where they were not written down."""
    return [(part.what, part.words) for part in approval.words]


def differences(old: Heard, new: Heard) -> list[Run]:
    """What became of every word, in the order in which a person reads it."""
    before, after = list(_tokens(old)), list(_tokens(new))
    found: list[Run] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found += _runs(Kind.SAME, after[new_start:new_end])
        else:
            found += _runs(Kind.OLD, before[start:end])
            found += _runs(Kind.NEW, after[new_start:new_end])
    return found


def in_full(old: Heard, new: Heard) -> list[tuple[str, str]]:
    """The whole text with its changes: a line for each part, what it is first."""
    lines: list[tuple[str, list[str]]] = []
    for run in differences(old, new):
        if run.what:
            lines.append((_marked(run.kind, run.what), []))
        if run.words:
            lines[-1][1].append(_marked(run.kind, " ".join(run.words)))
    return [(what, " ".join(said)) for what, said in lines]


def in_short(old: Heard, new: Heard) -> str:
    """The changes alone, with a few words around each."""
    runs = differences(old, new)
    shown: list[str] = []
    for place, run in enumerate(runs):
        words: Sequence[str] = run.words
        if run.kind is Kind.SAME:
            before = CONTEXT if _changed(runs[:place][-1:]) else 0
            after = CONTEXT if _changed(runs[place + 1 :][:1]) else 0
            if len(words) > before + after:
                words = (*words[:before], "…", *words[len(words) - after :])
            shown += words[shown[-1:] == ["…"] and words[:1] == ("…",) :]
        else:
            shown.append(_marked(run.kind, " ".join(words or (run.what,))))
    text = " ".join(shown)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _changed(runs: Sequence[Run]) -> bool:
    return any(run.kind is not Kind.SAME for run in runs)


def _tokens(heard: Heard) -> Iterator[_Token]:
    for what, words in heard:
        yield True, what
        yield from ((False, word) for word in words.split())


def _runs(kind: Kind, tokens: Sequence[_Token]) -> Iterator[Run]:
    what, words = "", list[str]()
    for begins, text in tokens:
        if not begins:
            words.append(text)
            continue
        if what or words:
            yield Run(kind, what, tuple(words))
        what, words = text, []
    if what or words:
        yield Run(kind, what, tuple(words))


def _marked(kind: Kind, text: str) -> str:
    return {Kind.SAME: text, Kind.OLD: f"[-{text}-]", Kind.NEW: f"{{+{text}+}}"}[kind]
