"""``ivr graph``: the line as drawings, one page a flow."""

import subprocess
import sys
from pathlib import Path
from shutil import which
from sysconfig import get_path
from typing import Final

import click

from ivr.authoring import BookError, describe, load
from ivr.authoring.drawing import Page, dot, mermaid, overview_name, pages
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.cli.book import book_argument
from ivr.dialogue import Book
from ivr.settings import shipped_book

PROGRAM: Final = "graphviz-pure"
"""Graphviz's layout in a package of its own, which needs nothing of the system."""

STDOUT: Final = Path("-")

LONGEST_LAYOUT: Final = 60
"""Seconds for one page; the shipped book's take a tenth of one."""


@click.command()
@book_argument
@click.option(
    "--format", "form", type=click.Choice(("svg", "mermaid")), default="svg", show_default=True
)
@click.option(
    "--output",
    default="graph",
    show_default=True,
    type=click.Path(file_okay=False, allow_dash=True, path_type=Path),
    help="The folder to write to; - for standard output, with --flow or --overview.",
)
@click.option("--language", help="The language of the labels; the book's first unless told.")
@click.option("--flow", help="Draw this flow only.")
@click.option("--overview", is_flag=True, help="Draw how flows lead to one another only.")
def graph(  # noqa: PLR0913 - options of a command
    *,
    book: Path | None,
    form: str,
    output: Path,
    language: str | None,
    flow: str | None,
    overview: bool,
) -> None:
    """Draw the line of BOOK (a folder; the shipped book unless told), one page a flow.

    line.svg shows how flows lead to one another. SVG needs the extra careline[graph]; mermaid
    needs nothing, and is drawn by many editors and code hosts.

    Exit status: 0 when it was drawn, 1 when it could not be, 2 for a wrong command line.
    """
    if flow is not None and overview:
        raise click.UsageError("--flow and --overview are two pages; ask for one of them")
    if output == STDOUT and flow is None and not overview:
        raise click.UsageError("one page fits on standard output: add --flow NAME or --overview")
    root = book or shipped_book()
    try:
        made = load(root)
    except BookError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        sys.exit(1)
    spoken = language or next(iter(made.languages))
    if spoken not in made.languages:
        names = ", ".join(made.languages)
        raise click.BadParameter(f"the line speaks {names}", param_hint="--language")
    program = _program() if form == "svg" else ""
    vocabulary = Examined(read_manuscript(root)).vocabularies[spoken]
    labels = {node: label for node in made.nodes if (label := vocabulary.label(node))}
    chosen = _chosen(made, pages(made, labels), flow, overview=overview)
    drawings = {
        name: drawn(dot(page), program) if program else mermaid(page).encode()
        for name, page in chosen.items()
    }
    if output == STDOUT:
        for drawing in drawings.values():
            click.echo(drawing, nl=False)
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, drawing in drawings.items():
            path = output / f"{name}.{'svg' if program else 'mmd'}"
            path.write_bytes(drawing)
            click.echo(f"wrote {path}")
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}") from None


def _chosen(
    book: Book, made: dict[str, Page], flow: str | None, *, overview: bool
) -> dict[str, Page]:
    """The pages that were asked for: all of them, or one."""
    over = overview_name(book)
    if overview:
        return {over: made[over]}
    if flow is None:
        return made
    flows = [name for name in made if name != over]
    if flow not in flows:
        raise click.BadParameter(f"the flows are {', '.join(flows)}", param_hint="--flow")
    return {flow: made[flow]}


def _program() -> str:
    found = which(PROGRAM, path=get_path("scripts")) or which(PROGRAM)
    if found is None:
        raise click.UsageError(
            "SVG needs Graphviz's layout: pip install 'careline[graph]' "
            "(or --format mermaid, which needs nothing)"
        )
    return found


def drawn(text: str, program: str) -> bytes:
    """A page in Graphviz's language as SVG, laid out by ``program``.

    Raises ClickException if the program refuses the text, takes too long, or can't be started.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own extra, without a shell
            [program, "-Tsvg"],
            input=text.encode(),
            capture_output=True,
            timeout=LONGEST_LAYOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise click.ClickException(
            f"a page took longer than {LONGEST_LAYOUT} s to lay out; "
            "split its flow, or use --format mermaid"
        ) from None
    except OSError as error:
        raise click.ClickException(f"{program} can't be started: {error.strerror}") from None
    if done.returncode:
        raise click.ClickException(f"{PROGRAM} failed: {done.stderr.decode().strip()}")
    return done.stdout
