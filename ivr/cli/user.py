"""``ivr user``: who may use the console."""

import sys
from datetime import UTC, datetime

import click

from ivr.cli.records import asks, opened


@click.group()
def user() -> None:
    """Say who may use the console.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """


@user.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["staff", "editor"]),
    required=True,
    help="staff see to requests and voicemails; editors see to words, too.",
)
@click.option("--replace", is_flag=True, help="Give somebody a new password or role.")
def add(*, name: str, role: str, replace: bool) -> None:
    """Let NAME use the console.

    You are asked for a password of 12 characters or more; without a terminal, it is the first
    line of standard input. It is kept so that it can be compared, and not read.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    from ivr.records import Role  # noqa: PLC0415 - slow, as ivr.cli.records says

    with opened(make=True) as line:
        if asks():
            password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        else:
            password = sys.stdin.readline().rstrip("\r\n")
        now = datetime.now(UTC)
        made = line.records.users.add(name, password, Role(role), now, replace=replace)
    click.echo(f"{made.name} may use the console now, as {made.role}.")
