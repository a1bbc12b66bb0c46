"""One text in one language: its parts as they are spoken, and what a reviewer has to know."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ivr.authoring.approvals import Standing, approval_of, fingerprint
from ivr.authoring.differences import Heard, Mark, compared
from ivr.authoring.examined import Examined
from ivr.authoring.readability import SCALES, reading, without_names
from ivr.authoring.script.changes import pairs, same
from ivr.authoring.script.document import Cell, Version
from ivr.authoring.script.past import Past
from ivr.authoring.script.tokens import Kind, Run, Token, runs, said_of_hours, tokens
from ivr.authoring.wordings import AS_WRITTEN, Wording
from ivr.dialogue.book import Language, Pace
from ivr.dialogue.wording import Passage
from ivr.speech.duration import passage_seconds

NEW: Final = "new"
CHANGED: Final = "changed"
REMOVED: Final = "removed"
UNCHANGED: Final = "unchanged"

GONE: Final = " removed"
"""The end of the name of a part that is no more."""

SPOKEN: Final = ("ask_first", "say")
"""The parts of a text that are spoken as sentences, and not inside others."""

SENT: Final = "text"
"""The part that is sent to a telephone: it is read."""

RowKey = tuple[str, int]


class Versions:
    """Makes the versions and the cells of one language of a book."""

    def __init__(self, examined: Examined, language: str, past: Past | None, day: date) -> None:
        self._examined = examined
        self._language: Language = examined.book.languages[language]
        self._pace = examined.book.service.paces[Pace.NORMAL]
        self._past = past
        self._day = day

    def news(self, wording: Wording) -> str:
        """What became of a text; nothing where it is not compared."""
        if self._past is None:
            return ""
        was = self._past.heard.get(wording.id)
        if was is None:
            return NEW
        return UNCHANGED if same(wording.heard, was) else CHANGED

    def version(self, wording: Wording) -> Version:
        """What a reviewer has to know of a text."""
        found = approval_of(wording, self._examined.approvals, self._day)
        spoken = [text for what, text in wording.heard if what in SPOKEN]
        seconds = sum(self._seconds(text) for text in spoken)
        timed = spoken and not wording.name.startswith("lines.")
        last = found.last
        approval = "not approved"
        if last is not None:
            by = f"{last.by}, {last.role}, {last.day}"
            approval = {
                Standing.APPROVED: f"approved: {by}",
                Standing.LAPSED: f"lapsed: changed since it was approved by {by}",
                Standing.STALE: f"to be renewed: approved long ago by {by}",
            }.get(found.standing, approval)
        return Version(
            signed=f"{wording.id}@{fingerprint(wording)}",
            approval=approval,
            is_approved=found.standing is Standing.APPROVED,
            reading=self._reading(" ".join(spoken)),
            seconds=seconds if timed else None,
            news=self.news(wording),
        )

    def cells(self, wording: Wording) -> Iterator[tuple[RowKey, Cell]]:
        """Each part of a text, with what changed in it."""
        was = self._past.heard.get(wording.id) if self._past else None
        told = wording.heard if was is None else was
        yield from self._cells(wording.heard, told, as_written=wording.name in AS_WRITTEN)

    def removed(self, name: str, heard: Heard) -> Iterator[tuple[RowKey, Cell]]:
        """Each part of a text that is gone."""
        yield from self._cells((), heard, as_written=name in AS_WRITTEN)

    def passage(self, name: str) -> Cell | None:
        """A passage that the line makes of other texts, such as the choices of a menu."""
        passage = self._language.passages.get(name)
        if passage is None:
            return None
        found = tokens(passage.pieces, self._language)
        return runs((Mark.SAME, token) for token in found)

    def hours(self, line: str) -> Cell:
        """Everything that can be said of a telephone line's hours."""
        said = said_of_hours(line, self._language)
        return tuple(Run(Kind.HOURS, text, "or" if text != said[-1] else "") for text in said)

    def passage_seconds(self, name: str) -> float:
        """The seconds that such a passage takes at the normal pace."""
        passage = self._language.passages.get(name)
        return passage_seconds(passage, self._pace, self._language) if passage else 0.0

    def _cells(
        self, heard: Heard, was: Heard, *, as_written: bool
    ) -> Iterator[tuple[RowKey, Cell]]:
        counted: dict[str, int] = {}
        for pair in pairs(heard, was):
            now, before = (
                self._tokens(
                    self._read(pair.what, text), as_written=as_written or pair.what == SENT
                )
                for text in (pair.now, pair.was)
            )
            what = pair.what if pair.now is not None else f"{pair.what}{GONE}"
            counted[what] = counted.get(what, 0) + 1
            yield (what, counted[what]), runs(compared(before, now))

    def _read(self, what: str, text: str | None) -> str | None:
        """A text with its marks filled in already, if it is read and not heard."""
        vocabulary = self._examined.vocabularies[self._language.code]
        return vocabulary.written(text) if text and what == SENT else text

    def _tokens(self, text: str | None, *, as_written: bool) -> list[Token]:
        if text is None:
            return []
        vocabulary = self._examined.vocabularies[self._language.code]
        if as_written:
            return [Token(Kind.WORD, word) for word in text.split()]
        return tokens(vocabulary.pieces(text), self._language)

    def _seconds(self, text: str) -> float:
        pieces = self._examined.vocabularies[self._language.code].pieces(text)
        return passage_seconds(Passage("", pieces), self._pace, self._language)

    def _reading(self, text: str) -> str:
        scale = SCALES.get(self._language.code)
        value = reading(without_names(text), self._language.code)
        if scale is None or value is None:
            return ""
        easier = "higher is easier" if scale.rising else "lower is easier"
        return f"{scale.name} {value:.1f} (target {scale.target:g}; {easier})"


def removed_version(name: str) -> Version:
    """A text that is no more, by its id."""
    return Version(name, "", is_approved=False, reading="", seconds=None, news=REMOVED)
