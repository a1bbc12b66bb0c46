"""``ivr user``: who may use the console."""

import sys
from datetime import UTC, datetime

import click

from ivr.cli.records import asks, opened, sure


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


@user.command("list")
def listed() -> None:
    """List who may use the console, and as what.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    with opened() as line:
        found = line.records.users.list()
    for each in found:
        click.echo(f"{each.role:8}{each.name}")
    if not found:
        click.echo("Nobody may use the console yet: ivr user add NAME --role staff")


@user.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(*, name: str, yes: bool) -> None:
    """Let NAME use the console no more: who is logged in as NAME is logged out.

    What they did stays in the audit trail. Requests that they have taken stay taken: give them to
    others with `ivr requests take --over`.

    Exit status: 0, 1 when it could not be done, 2 for a wrong command line or missing settings.
    """
    with opened() as line:
        sure(f"Let {name} use the console no more?", yes=yes)
        line.records.users.remove(name)
    click.echo(f"{name} may use the console no more.")
