"""``ivr jobs``: what waits, what was given up and why, and trying it again."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from ivr.cli.records import opened

if TYPE_CHECKING:
    from ivr.records import GivenUp

WHY: Final = {
    "never-ended": "each worker that tried it was ended before it was done",
    "no-answer": "Twilio did not answer",
    "no-such-text": "the book has no such text",
    "not-there": "Twilio does not have it",
    "too-long": "Twilio's answer was too long",
    "unknown": "Twilio does not say why",
    "unreachable": "Twilio could not be reached",
    "unreadable": "no key of IVR_SECRET_KEY opens it",
}
"""What our own codes mean; Twilio's are numbers."""


@click.group(invoke_without_command=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Times are in UTC in json, and this machine's in the table.",
)
@click.pass_context
def jobs(context: click.Context, *, form: str) -> None:
    """Show what a worker still has to do, and what was given up.

    No number is shown, and not what a text is about. What was given up stays until it is tried
    again (`ivr jobs retry`), or until it is as old as records of its kind become.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    if context.invoked_subcommand is not None:
        return
    with opened() as line:
        sending, fetching = line.records.sending, line.records.fetching
        waiting = {"texts": sending.waiting(), "voicemails": fetching.waiting()}
        given_up = {"texts": sending.given_up(), "voicemails": fetching.given_up()}
    rows = [_row(kind, each) for kind, found in given_up.items() for each in found]
    if form == "json":
        click.echo(json.dumps({"waiting": waiting, "given_up": rows}, indent=2))
        return
    for kind, count in waiting.items():
        click.echo(f"{kind:<11} {count} to be done, {len(given_up[kind])} given up")
    if rows:
        click.echo()
        _table(rows)


@jobs.command()
@click.argument("identity", required=False, metavar="[ID]")
@click.option("--all", "everything", is_flag=True, help="Whatever was given up.")
def retry(*, identity: str | None, everything: bool) -> None:
    """Try again what was given up: one, by its ID, or all.

    A text of which nobody knows whether it was sent is looked for at Twilio first.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    if (identity is None) is not everything:
        raise click.UsageError("say what to try again: the ID that `ivr jobs` shows, or --all")
    now = datetime.now(UTC)
    with opened() as line:
        texts = line.records.sending.retry(now, identity)
        voicemails = line.records.fetching.retry(now, identity)
        _tell_workers(line.settings.queue_url)
    if identity is not None and not texts + voicemails:
        raise click.ClickException(f"nothing that was given up has the ID {identity}")
    click.echo(f"{texts} texts and {voicemails} voicemails are tried again.")


def _tell_workers(queue_url: str) -> None:
    from ivr.jobs import Queue  # noqa: PLC0415 - no other command needs it

    queue = Queue(queue_url)
    queue.nudge("texts")
    queue.nudge("voicemails")
    queue.flush(2)


def _row(kind: str, given_up: "GivenUp") -> dict[str, str | int]:
    error = given_up.error
    return {
        "kind": kind,
        "id": given_up.id,
        "what": given_up.what,
        "error": error,
        "why": WHY.get(
            error, f"Twilio says {error}: https://www.twilio.com/docs/api/errors/{error}"
        ),
        "tries": given_up.attempts,
        "since": given_up.since.astimezone(UTC).isoformat(),
    }


def _table(rows: Sequence[dict[str, str | int]]) -> None:
    width = max(len(str(row["what"])) for row in rows)
    click.echo(f"{'kind':<11} {'id':<32}  {'what':<{width}}  {'tries':>5}  {'since':<16}  why")
    for row in rows:
        since = datetime.fromisoformat(str(row["since"])).astimezone()
        click.echo(
            f"{row['kind']:<11} {row['id']}  {row['what']:<{width}}  {row['tries']:>5}  "
            f"{since:%Y-%m-%d %H:%M}  {row['why']}"
        )
