"""``ivr reseal``: seal all records with the newest key, so that older ones can be retired."""

import click

from ivr.cli.records import opened


@click.command()
def reseal() -> None:
    """Seal all records with the newest key of IVR_SECRET_KEY.

    To retire a key: put a new one in front of it, restart the line, run this, wait an hour, and
    take the old one away. It can be stopped and run again, while the line is up.

    Exit status: 0 when every record is sealed with the newest key, 1 when one could not be, 2 for
    a wrong command line or missing settings.
    """
    with opened() as line:
        resealed = line.records.reseal()
    click.echo(f"{resealed.rows} records were sealed again, with the newest key.")
    if resealed.unreadable:
        raise click.ClickException(
            f"{resealed.unreadable} records can't be opened by any key that is listed: put the "
            "key that sealed them back into IVR_SECRET_KEY, and run this again"
        )
