"""``ivr check``: every problem of a book, before a caller meets it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from ivr.authoring import BookError, Problem, describe, load
from ivr.dialogue import Book
from ivr.settings import shipped_book

FORMATS = ("text", "json", "github")


@click.command()
@click.argument(
    "book",
    required=False,
    envvar="IVR_BOOK",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
def check(book: Path | None, form: str) -> None:
    """Check the flows and prompts of BOOK (a folder; the shipped book unless told).

    Exit status: 0 when there is no problem, 1 when there are some, 2 for a wrong command line.
    """
    root = book or shipped_book()
    try:
        loaded = load(root)
    except BookError as error:
        _report(error, form)
        sys.exit(1)
    click.echo("[]" if form == "json" else _summary(loaded), err=form == "github")


def _report(error: BookError, form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_as_json(problem) for problem in error.problems], indent=2))
        return
    for problem in error.problems:
        if form == "github":
            click.echo(_annotation(problem))
        else:
            click.echo(describe(problem, error.texts) + "\n")
    click.echo(f"{error}", err=form == "github")


def _as_json(problem: Problem) -> dict[str, object]:
    fields = asdict(problem)
    del fields["length"]
    return fields


def _annotation(problem: Problem) -> str:
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    text = escaped(f"{problem.message}\nwhy: {problem.why}\nfix: {problem.fix}")
    at = f"file={problem.file},line={problem.line},col={problem.column}"
    return f"::{problem.severity} {at},title={problem.rule}::{text}"


def _summary(book: Book) -> str:
    spoken = sum(len(language.passages) for language in book.languages.values())
    languages = ", ".join(book.languages)
    return f"no problems: {len(book.nodes)} nodes, {spoken} passages, languages: {languages}"
