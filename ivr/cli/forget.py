"""``ivr forget``: delete all that is kept under one number."""

from datetime import UTC, datetime

import click

from ivr.cli.records import by_option, opened, sure


@click.command()
@click.argument("number", required=False)
@by_option
@click.option("--yes", is_flag=True, help="Don't ask.")
def forget(*, number: str | None, by: str, yes: bool) -> None:
    """Delete everything that is kept under NUMBER, such as +15555550100.

    That is: requests to be called back, voicemails, texts, and the place to resume at. Without
    NUMBER you are asked for it, which keeps it out of your shell's history. That somebody wants
    no texts is kept, or they would get some again.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    with opened() as line:
        click.echo(f"The database is {line.records.place}")
        told = number or click.prompt("The number", type=str)
        sure(f"Delete everything that is kept under {told}?", yes=yes)
        forgotten = line.records.forget(told, by=by, now=datetime.now(UTC))
    for kind in ("requests", "voicemails", "texts", "resumes"):
        click.echo(f"{getattr(forgotten, kind):>8}  {kind}")
    if forgotten.at_provider:
        click.echo(
            "Recordings that the provider still holds: a worker (`ivr worker`) deletes them there "
            "soon. If none runs, do it by hand (Twilio console, Monitor, Recordings): "
            f"{' '.join(forgotten.at_provider)}",
            err=True,
        )
    if forgotten.unreadable:
        raise click.ClickException(
            f"{forgotten.unreadable} records were sealed with a key that IVR_SECRET_KEY does not "
            "list, so nobody can tell whether they are this person's: list that key, and run "
            "this again"
        )
