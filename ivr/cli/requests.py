"""``ivr requests``: who wants to be called back, and who sees to it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ivr.cli.records import by_option, opened, somebody
from ivr.cli.requests_shown import FORMATS, shown

if TYPE_CHECKING:
    from ivr.records import Request
    from ivr.records.requests import Requests


@click.group(invoke_without_command=True)
@click.pass_context
def requests(context: click.Context) -> None:
    """List who wants to be called back, and say who sees to it.

    Without a command it lists the open requests, those that are due first at the front.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    if context.invoked_subcommand is None:
        context.invoke(listed, by=somebody())


@requests.command("list")
@click.option("--all", "all_states", is_flag=True, help="Also those that are done.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Times are in UTC in csv and json, and this machine's in the table.",
)
@by_option
def listed(*, all_states: bool, form: str, by: str) -> None:
    """List the open requests, those that are due first at the front.

    It is noted down that you have seen them.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    now = datetime.now(UTC)
    with opened() as line:
        found = line.records.requests.list(by=by, now=now, all_states=all_states)
    click.echo(shown(found, form, now), nl=False)


@requests.command()
@click.argument("reference")
@by_option
@click.option("--over", is_flag=True, help="Take it from whoever has taken it.")
def take(*, reference: str, by: str, over: bool) -> None:
    """Say that you will call back, so that nobody else does, and see all of it.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    _changed(lambda kept, now: kept.take(reference, by=by, now=now, over=over))


@requests.command()
@click.argument("reference")
@by_option
def done(*, reference: str, by: str) -> None:
    """Say that a request is done. It is deleted some days later.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    _changed(lambda kept, now: kept.done(reference, by=by, now=now))


@requests.command()
@click.argument("reference")
@click.argument("words", nargs=-1, required=True)
@by_option
def note(*, reference: str, words: Sequence[str], by: str) -> None:
    """Add WORDS to the note of an open request. They are kept sealed.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    _changed(lambda kept, now: kept.note(reference, " ".join(words), by=by, now=now))


def _changed(change: "Callable[[Requests, datetime], Request]") -> None:
    now = datetime.now(UTC)
    with opened() as line:
        request = change(line.records.requests, now)
    click.echo(shown([request], "table", now), nl=False)
