"""What stands between a book and its release: words to sign, numbers to dial, sources to read.

The rules of a release and `ivr review` both ask here, so that they can't tell different stories.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ivr.authoring.approvals import MOST_MONTHS, Standing, months_since
from ivr.authoring.examined import Examined
from ivr.authoring.schema import ApprovalShape, LineShape, SourceShape
from ivr.authoring.wordings import Wording

MOST_DAYS: Final = 90
"""Days after which a number is dialled again."""

AHEAD: Final = 1
"""Days by which a day may be ahead of ours: it is tomorrow already somewhere."""


@dataclass(frozen=True, slots=True)
class Undialled:
    """A telephone line to be dialled, by its id.

    ``days`` are those since somebody did, None if nobody did, and below zero where the day that is
    written is still to come.
    """

    id: str
    line: LineShape
    days: int | None


@dataclass(frozen=True, slots=True)
class AgedSource:
    """A source to be looked at, by its id.

    ``months`` are those since somebody did, below zero where the day that is written is still to
    come.
    """

    id: str
    fact: SourceShape
    months: int


def unsigned(book: Examined) -> Iterator[Wording]:
    """Every text that nobody has approved, in the order of the files."""
    return (each.wording for each in book.approved if each.last is None)


def signed(book: Examined, standing: Standing) -> Iterator[tuple[Wording, ApprovalShape]]:
    """Every text that was approved and stands so now, and its last approval."""
    for each in book.approved:
        if each.last is not None and each.standing is standing:
            yield each.wording, each.last


def undialled(book: Examined) -> Iterator[Undialled]:
    """Every telephone line that nobody has dialled for MOST_DAYS."""
    for name, line in (book.manuscript.directory or {}).items():
        if line.last_dialled is None:
            yield Undialled(name, line, None)
            continue
        days = (book.today - date.fromisoformat(line.last_dialled)).days
        if days > MOST_DAYS or days < -AHEAD:
            yield Undialled(name, line, days)


def aged_sources(book: Examined) -> Iterator[AgedSource]:
    """Every source that nobody has looked at for MOST_MONTHS."""
    for name, fact in (book.manuscript.facts or {}).items():
        day = date.fromisoformat(fact.looked_at)
        months = months_since(day, book.today)
        if months >= MOST_MONTHS or (day - book.today).days > AHEAD:
            yield AgedSource(name, fact, months)


def approvals_open(book: Examined) -> tuple[int, int]:
    """How many texts stand without a valid approval, and how many texts there are."""
    standing = [each.standing for each in book.approved]
    return sum(each is not Standing.APPROVED for each in standing), len(standing)


def notice(book: Examined) -> str:
    """What whoever starts the line is told of its approvals; nothing where every text has one."""
    open_, texts = approvals_open(book)
    if open_ == texts:
        return "Nothing that this line says has been approved by a clinician yet."
    if open_:
        return f"{open_} of {texts} texts of this line are not approved: see `ivr review`."
    return ""
