"""``ivr route``: where each utterance would lead a caller."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ivr.authoring.destinations import Destinations
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.cli.book import book_argument
from ivr.cli.places import language_option, loaded, place, spoken
from ivr.cli.route_reasons import Reasons
from ivr.settings import shipped_book


@click.command()
@book_argument
@language_option
@click.option(
    "--at",
    "node",
    metavar="FLOW.NODE",
    help="Where the caller is, such as care.menu; the main menu unless told.",
)
@click.option("--explain", is_flag=True, help="Also say why, below each line.")
def route(*, book: Path | None, language: str | None, node: str | None, explain: bool) -> None:
    """Say where callers of BOOK (a folder; the shipped book unless told) would be taken.

    Type what a caller might say, one utterance a line, or send a file: ivr route < said.txt.
    Each is printed with where it leads: the place in the book (hospice.grief), "emergency" or
    "crisis" for danger to life, "advice" for what only a doctor can answer, "command:back" and
    the like, or "clarify" where the line would ask, or say that it has not understood.

    Nothing that is typed here is kept. Ctrl-D ends it.

    Exit status: 0, 1 when the book can't be read, 2 for a wrong command line.
    """
    root = book or shipped_book()
    made = loaded(root)
    code, at = spoken(made, language), place(made, node)
    destinations = Destinations(made)
    if not made.service.listens:
        click.echo(
            "This book has no phrases yet: whatever callers say is not understood.", err=True
        )
    examined = Examined(read_manuscript(root), made=made) if explain else None
    reasons = Reasons(examined, code, at) if examined else None
    for utterance in _lines():
        reached = destinations.reached(utterance, code, at)
        # In bytes: what callers say may hold letters that the terminal's own encoding lacks.
        click.echo(f"{utterance}\t{reached}".encode())
        for line in reasons.of(utterance) if reasons else ():
            click.echo(f"  {line}".encode())


def _lines() -> Iterator[str]:
    """Each line of standard input as soon as it is there; what is no UTF-8 is replaced."""
    begun = False
    while raw := sys.stdin.buffer.readline():
        text = raw.rstrip(b"\r\n").decode("utf-8", "replace")
        # A tab separates the columns of what is printed, so it can't stand inside of one.
        yield (text if begun else text.removeprefix("\ufeff")).replace("\t", " ")
        begun = True
