"""``ivr review``: what is to be approved, dialled or looked at before a release."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from ivr.authoring.approvals import Approval, Standing, fingerprint
from ivr.authoring.approving import unread
from ivr.authoring.differences import in_short, signed_words
from ivr.authoring.examined import Examined
from ivr.authoring.governance import aged_sources, undialled
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import BookError
from ivr.cli.book import book_argument
from ivr.cli.showing import painted, say, say_problems
from ivr.settings import shipped_book

FORMATS: Final = ("text", "json")

HEADINGS: Final = {
    Standing.UNAPPROVED: "never approved",
    Standing.LAPSED: "changed since they were approved",
    Standing.STALE: "approved long ago",
}
"""What is told of texts, in this order."""

ALL_WELL: Final = (
    "Nothing is open: every text is approved, every number was dialled, every source was looked at."
)


@click.command()
@book_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--language", "wanted", multiple=True, help="List texts of this language only; repeatable."
)
def review(*, book: Path | None, form: str, wanted: Sequence[str]) -> None:
    """Say what is open in BOOK (a folder; the shipped book unless told) before a release.

    Texts that nobody has approved, that have changed since, or whose approval is 24 months old;
    numbers that nobody has dialled for 90 days; sources that nobody has looked at for 24 months.
    Numbers and sources are the same in every language. `ivr check --release` asks for the same.

    Exit status: 0 when nothing is open, 1 when something is, 2 for a wrong command line.
    """
    examined = Examined(read_manuscript(book or shipped_book()), datetime.now(UTC).date())
    found = unread(["*"], examined)
    if found:
        say_problems(BookError(found, examined.manuscript.texts))
        raise click.ClickException("mend these files first: they hide what they hold")
    languages = list(examined.manuscript.words)
    for language in wanted:
        if language not in languages:
            names = ", ".join(languages)
            raise click.BadParameter(f"the line speaks {names}", param_hint="--language")
    chosen = wanted or languages
    texts = [each for each in examined.approved if each.wording.language in chosen]
    open_ = _open(texts, examined)
    if form == "json":
        click.echo(json.dumps(open_ | {"counts": _counts(texts)}, indent=2, ensure_ascii=False))
    else:
        for line in _table(open_, texts):
            say(line)
    sys.exit(1 if any(open_.values()) else 0)


def _open(texts: Sequence[Approval], book: Examined) -> dict[str, list[dict[str, Any]]]:
    """Whatever is open, as tools read it."""
    return {
        "texts": [_text(each) for each in texts if each.standing is not Standing.APPROVED],
        "numbers": [
            {
                "id": found.id,
                "number": found.line.number,
                "last_dialled": found.line.last_dialled,
                "days": found.days,
            }
            for found in undialled(book)
        ],
        "sources": [
            {
                "id": found.id,
                "title": found.fact.title,
                "looked_at": found.fact.looked_at,
                "months": found.months,
            }
            for found in aged_sources(book)
        ],
    }


def _text(approval: Approval) -> dict[str, Any]:
    wording, last = approval.wording, approval.last
    old = signed_words(last) if last else []
    lapsed = approval.standing is Standing.LAPSED
    return {
        "id": wording.id,
        "language": wording.language,
        "standing": approval.standing,
        "fingerprint": fingerprint(wording),
        "file": wording.source.file,
        "line": wording.source.position(wording.route, key=True).line,
        "by": last and last.by,
        "role": last and last.role,
        "day": last and last.day,
        "difference": in_short(old, wording.heard) if lapsed and old else None,
    }


def _counts(texts: Sequence[Approval]) -> dict[str, dict[str, int]]:
    """How many texts of each language stand how."""
    counted = Counter((each.wording.language, each.standing) for each in texts)
    languages = dict.fromkeys(each.wording.language for each in texts)
    return {
        language: {standing.value: counted[language, standing] for standing in Standing}
        for language in languages
    }


def _table(open_: dict[str, list[dict[str, Any]]], texts: Sequence[Approval]) -> Iterator[str]:
    if not any(open_.values()):
        yield ALL_WELL
    for standing, heading in HEADINGS.items():
        rows = [text for text in open_["texts"] if text["standing"] is standing]
        yield from _listed(f"Texts {heading}", [(row["id"], _of_text(row)) for row in rows])
    numbers = [
        (row["id"], f"{row['number']}  {_ago('dialled', row['days'], 'days')}")
        for row in open_["numbers"]
    ]
    yield from _listed("Numbers to dial", numbers)
    sources = [
        (row["id"], f"{_ago('looked at', row['months'], 'months')}  {row['title']}")
        for row in open_["sources"]
    ]
    yield from _listed("Sources to look at", sources)
    for language, counts in _counts(texts).items():
        told = ", ".join(f"{count} {standing}" for standing, count in counts.items())
        yield f"{language}: {sum(counts.values())} texts: {told}"
    told = f"{len(numbers)} to dial, sources: {len(sources)} to look at"
    yield f"numbers: {told}"


def _listed(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield click.style(f"{heading} ({len(rows)})", bold=True)
        width = max(len(name) for name, _ in rows)
        yield from (f"  {name:{width}}  {told}" for name, told in rows)
        yield ""


def _of_text(row: dict[str, Any]) -> str:
    if not row["by"]:
        return f"{row['file']}:{row['line']}"
    changed = f"\n      {painted(row['difference'])}" if row["difference"] else ""
    return f"{row['by']}, {row['role']}, {row['day']}{changed}"


def _ago(what: str, count: int | None, unit: str) -> str:
    if count is None:
        return f"never {what}"
    return f"{what} {count} {unit} ago" if count >= 0 else f"{what} on a day to come"
