"""``ivr check``: every problem of a book, before a caller meets it."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr.authoring.checking import check as check_book
from ivr.authoring.rules import RULES
from ivr.cli.book import book_argument
from ivr.cli.explaining import explained
from ivr.cli.reporting import FORMATS, report, topics_table
from ivr.settings import audio_folder, shipped_book
from ivr.speech.index import read_index


def _known(_: click.Context, parameter: click.Parameter, names: Sequence[str]) -> Sequence[str]:
    for name in names:
        _rule(name, parameter.opts[0])
    return names


def _rule(name: str, option: str) -> str:
    if name in RULES:
        return name
    close = sorted(RULES, key=lambda known: -_likeness(name, known))[:3]
    raise click.BadParameter(
        f'there is no rule "{name}"; the nearest are {", ".join(close)}', param_hint=option
    )


def _likeness(first: str, second: str) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415 - for a wrong name only

    return SequenceMatcher(None, first, second).ratio()


@click.command()
@book_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--release", is_flag=True, help="Also require approvals, dialled numbers, fresh sources."
)
@click.option(
    "--rule", "wanted", multiple=True, callback=_known, help="Report this rule only; repeatable."
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    callback=_known,
    help="Don't report this rule; repeatable.",
)
@click.option("--topics", is_flag=True, help="Also print the quickest way to each text.")
@click.option(
    "--calls",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each call that breaks a promise here.",
)
@click.option(
    "--explain", metavar="RULE", help="Explain a rule with an example, and do nothing else."
)
def check(  # noqa: PLR0913 - options of a command
    *,
    book: Path | None,
    form: str,
    release: bool,
    wanted: Sequence[str],
    ignored: Sequence[str],
    topics: bool,
    calls: Path | None,
    explain: str | None,
) -> None:
    """Check the flows and prompts of BOOK (a folder; the shipped book unless told).

    Every rule looks at the book, and then every call that it allows is made, with staff and
    without. Each rule is explained in docs/checks.md, and by --explain.

    Exit status: 0 when nothing is reported, 1 when something is, 2 for a wrong command line.
    """
    if explain is not None:
        click.echo(explained(RULES[_rule(explain, "--explain")]))
        return
    only = set(wanted or RULES) - set(ignored)
    today = datetime.now(UTC).date()
    root = book or shipped_book()
    found = check_book(root, today, release=release, only=only, sounds=read_index(audio_folder()))
    if calls is not None:
        _write_calls(calls, list(found.replays.values()))
    report(found, form, root)
    if topics and form == "text" and found.exploration is not None:
        click.echo("\n" + topics_table(found.exploration))
    sys.exit(1 if found.problems else 0)


def _write_calls(folder: Path, calls: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, call in enumerate(calls, 1):
        (folder / f"broken-{number:02}.yaml").write_text(call + "\n", encoding="utf-8")
