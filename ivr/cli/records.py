"""The records that a command works on: opened, brought up to date, and errors said plainly."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from ivr.errors import CarelineError
from ivr.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from ivr.records import Records

MISUSE: Final = 2

WAIT: Final = 30.0
"""Seconds that a command waits for a database that is busy: nobody is on the line."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The records, and the settings that led to them."""

    records: "Records"
    settings: Settings


@contextmanager
def opened(*, make: bool = False) -> Iterator[Opened]:
    """The records of this environment. With ``make``, a file that is missing is made.

    What goes wrong ends the command: with status 2 if settings are missing, and 1 otherwise.
    """
    # Here and not above: it takes a third of a second, which most commands have no use for.
    from ivr.records import DatabaseError, Records, upgrade  # noqa: PLC0415

    try:
        settings = read_settings()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(MISUSE)
    place = ""
    try:
        records = Records(settings.database_url, settings.secret_keys, wait=WAIT)
        place = f" ({records.place})"
        try:
            upgrade(settings.database_url, make=make)
            yield Opened(records, settings)
        finally:
            records.close()
    except CarelineError as error:
        where = place if isinstance(error, DatabaseError) else ""
        raise click.ClickException(f"{error}{where}") from None


def sure(question: str, *, yes: bool) -> None:
    """Go on only if somebody says so; without ``yes``, they are asked.

    Ends the command with status 1 if they say no, and with 2 if there is nobody to ask.
    """
    if yes:
        return
    if not asks():
        raise click.UsageError("there is no terminal to ask at: add --yes if you are sure")
    click.confirm(question, abort=True)


def asks() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stdin.isatty()


def somebody(written: str | None = None) -> str:
    """Who does something: the name that is written, or else this user's name on this machine.

    Ends the command with status 2 if there is none.
    """
    try:
        name = getpass.getuser() if written is None else written
    except (OSError, KeyError):  # a user without a name, as in many containers
        name = ""
    if not name.strip():
        raise click.UsageError("say who you are with --by, since that is noted down")
    return name.strip()


by_option = click.option(
    "--by",
    callback=lambda _context, _option, written: somebody(written),
    metavar="NAME",
    help="Who you are; your name on this machine unless told.",
)
