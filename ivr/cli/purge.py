"""``ivr purge``: delete what was kept long enough."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from ivr.cli.records import opened, sure


@click.command()
@click.option("--yes", is_flag=True, help="Don't ask: for a timer that runs this every day.")
def purge(*, yes: bool) -> None:
    """Delete records that were kept as long as they may be.

    How many days that is stands in IVR_KEEP_DAYS (turns=30,voicemails=14), or else in
    docs/records.md. Nothing else deletes records: run this every day.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    with opened() as line:
        days = ", ".join(f"{kind} {days}" for kind, days in asdict(line.settings.retention).items())
        click.echo(f"The database is {line.records.place}\nDays that records are kept: {days}")
        sure("Delete what is older?", yes=yes)
        purged = line.records.purge(line.settings.retention, datetime.now(UTC))
    for kind, count in purged.counts.items():
        click.echo(f"{count:>8}  {kind}")
    if purged.counts["unanswered"]:
        click.echo(
            f"{purged.counts['unanswered']} of these were requests to be called back that nobody "
            "had seen to. `ivr requests` lists those that are open.",
            err=True,
        )
    if purged.unheard:
        click.echo(
            f"{purged.unheard} of these were messages that nobody had heard. "
            "The console shows those that are left.",
            err=True,
        )
    if purged.voicemails_at_provider:
        click.echo(
            f"{purged.voicemails_at_provider} voicemails are old, and stay: their recordings are "
            "still at the provider, and would be forgotten there.",
            err=True,
        )
