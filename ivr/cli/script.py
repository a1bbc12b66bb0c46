"""``ivr script``: the line on paper, for who reviews its words and for who calls it."""

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from ivr.authoring import BookError, describe, load
from ivr.authoring.approvals import Standing, approval_of
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.script.card import CardWordsError, make_cards
from ivr.authoring.script.composing import compose
from ivr.authoring.script.layout import cards_html, script_html
from ivr.authoring.script.markdown import script_markdown
from ivr.authoring.script.past import Past, approved_words, read_past
from ivr.authoring.wordings import wordings
from ivr.cli.book import book_argument
from ivr.cli.revision import book_at
from ivr.settings import shipped_book

STDOUT: Final = Path("-")
APPROVAL: Final = "approval"

_NUMBER: Final = re.compile(r"\+?[0-9(][0-9 ().-]{1,28}[0-9]")


def _printable(_: click.Context, __: click.Parameter, number: str | None) -> str:
    if number is None:
        return ""
    if not _NUMBER.fullmatch(number.strip()):
        raise click.BadParameter('write a telephone number, such as "+1 800 555 0100"')
    return number.strip()


@click.command()
@book_argument
@click.option(
    "--format", "form", type=click.Choice(("html", "markdown")), default="html", show_default=True
)
@click.option(
    "--output",
    default="-",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The file to write; standard output unless told.",
)
@click.option("--language", "wanted", multiple=True, help="This language only; repeatable.")
@click.option(
    "--changed-since",
    "since",
    metavar="DATE|REV|approval",
    help="Only what changed since a day, since a revision of git, or since it was approved.",
)
@click.option("--cards", is_flag=True, help="The card for patients instead, a page a language.")
@click.option("--number", callback=_printable, help="The telephone number to print on the cards.")
def script(  # noqa: PLR0913 - options of a command
    *,
    book: Path | None,
    form: str,
    output: Path,
    wanted: Sequence[str],
    since: str | None,
    cards: bool,
    number: str,
) -> None:
    """Write every word of BOOK (a folder; the shipped book unless told) for reading on paper.

    Each text stands as it is spoken, its languages side by side, with its id and fingerprint, its
    sources, its approval, how hard it is to follow, and how many seconds it takes. --cards writes
    the large-print card that tells a patient which keys to press.

    Exit status: 0 when it was written, 1 when it could not be, 2 for a wrong command line.
    """
    if cards and (since is not None or form != "html"):
        raise click.UsageError("--cards are HTML, and of the book as it is: leave the rest out")
    if number and not cards:
        raise click.UsageError("--number is printed on --cards only")
    examined = _examined(book or shipped_book())
    languages = _chosen(examined, wanted)
    if cards:
        made = _cards(examined, languages, number)
    else:
        past = _past(examined, book or shipped_book(), since)
        composed = compose(examined, examined.today, languages, past)
        made = script_html(composed) if form == "html" else script_markdown(composed)
    if output == STDOUT:
        click.echo(made, nl=False)
        return
    try:
        output.write_text(made, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}") from None
    click.echo(f"wrote {output}")


def _examined(root: Path) -> Examined:
    try:
        made = load(root)
    except BookError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        sys.exit(1)
    return Examined(read_manuscript(root), datetime.now(UTC).date(), made=made)


def _chosen(examined: Examined, wanted: Sequence[str]) -> list[str]:
    spoken = list(examined.book.languages)
    if not set(wanted) <= set(spoken):
        names = ", ".join(spoken)
        raise click.BadParameter(f"the line speaks {names}", param_hint="--language")
    return [language for language in spoken if language in wanted or not wanted]


def _past(examined: Examined, root: Path, since: str | None) -> Past | None:
    if since is None:
        return None
    if since == APPROVAL:
        return approved_words(examined.approvals)
    with book_at(root, since) as (folder, when):
        return read_past(folder, when)


def _cards(examined: Examined, languages: list[str], number: str) -> str:
    try:
        made = cards_html(make_cards(examined, languages), number)
    except CardWordsError as error:
        raise click.ClickException(str(error)) from None
    for wording in wordings(examined.manuscript):
        if wording.name == "service.card" and wording.language in languages:
            found = approval_of(wording, examined.approvals, examined.today)
            if found.standing is not Standing.APPROVED:
                click.echo(f"note: nobody has approved {wording.id} as it stands", err=True)
    return made
