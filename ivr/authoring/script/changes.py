"""Which part of a text is made of which part of an earlier wording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ivr.authoring.differences import Heard


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of a text as it is and as it was; None where it is new, or gone."""

    what: str
    now: str | None
    was: str | None


def same(now: Heard, was: Heard) -> bool:
    """Whether two wordings hold the same words; the order of unlike parts does not matter."""
    return sorted(now, key=_what) == sorted(was, key=_what)


def _what(part: tuple[str, str]) -> str:
    return part[0]


def pairs(now: Heard, was: Heard) -> Iterator[Pair]:
    """Each part beside the one that it was made of, as it is now first."""
    for what in dict.fromkeys(name for name, _ in (*now, *was)):
        new = [text for name, text in now if name == what]
        old = [text for name, text in was if name == what]
        yield from _aligned(what, new, old)


def _aligned(what: str, new: Sequence[str], old: Sequence[str]) -> Iterator[Pair]:
    gone: list[str] = []
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(a=old, b=new).get_opcodes():
        before, after = old[old_from:old_to], new[new_from:new_to]
        for number, text in enumerate(after):
            yield Pair(what, text, before[number] if number < len(before) else None)
        gone += before[len(after) :]
    yield from (Pair(what, None, text) for text in gone)
