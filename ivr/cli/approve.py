"""``ivr approve``: somebody reads texts and signs for their words."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import category

import click

from ivr.authoring.approvals_file import FILE, ApprovalsFileError
from ivr.authoring.approving import ChoiceError, Signer, choose, unread
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import BookError
from ivr.cli.book import FOLDER
from ivr.cli.showing import say, say_problems
from ivr.cli.signing import Signing
from ivr.settings import shipped_book


def _signer(_: click.Context, __: click.Parameter, written: str) -> Signer:
    name, _comma, role = (" ".join(part.split()) for part in written.partition(","))
    if not name or not role:
        raise click.BadParameter(
            f'"{written}" is not a name and a role with a comma between them: '
            'write it as "Ana Ruiz, oncology nurse"'
        )
    if any(category(character) in ("Cc", "Cs") for character in name + role):
        raise click.BadParameter("a name holds a character that can't be written; type it again")
    return Signer(name, role)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--by",
    "signer",
    required=True,
    callback=_signer,
    metavar='"NAME, ROLE"',
    help='Who approves, and what makes them fit to: "Ana Ruiz, oncology nurse".',
)
@click.option("--yes", is_flag=True, help="Don't ask: for scripts, after somebody has read them.")
@click.option(
    "--book",
    envvar="IVR_BOOK",
    type=FOLDER,
    help="The folder of the book; the shipped book unless told.",
)
def approve(*, ids: Sequence[str], signer: Signer, yes: bool, book: Path | None) -> None:
    """Show the texts called ID, and record that somebody approves their words.

    An ID is a language and a text: en/recurrence.men for a node, en/service.apology for a phrase
    of the line, en/service.templates for its menus, en/service.card for the printed card,
    en/lines.acs for the name of a telephone line, en/lexicon.words for how hard words are said.
    A pattern in quotes chooses many ('es/hospice.*'), and leaves out what is approved already.
    With the fingerprint of a printed script (en/recurrence.men@4f0c1d2e3a5b6978), a text is
    refused if its words have changed since.

    Each text is shown as callers hear it, with what has changed since it was last approved, and
    you are asked: y approves it, n or Enter doesn't, q stops. Approvals go to
    prompts/approvals.yaml, with the words.

    Exit status: 0 when every text is approved, 1 when one is not, 2 for a wrong command line.
    """
    if not yes and not asks():
        raise click.UsageError(
            "there is no terminal to ask at; run this in one, or, where somebody has read the "
            "texts already, add --yes"
        )
    root = book or shipped_book()
    examined = Examined(read_manuscript(root), datetime.now(UTC).date())
    found = unread(ids, examined)
    if found:
        say_problems(BookError(found, examined.manuscript.texts))
        raise click.ClickException("nothing was approved: mend these files first")
    try:
        choices = choose(ids, examined)
    except ChoiceError as error:
        told = f"{error} (the book is {root}; --book FOLDER names another)"
        raise click.BadParameter(told, param_hint="ID") from None
    say(f"The book is {root}")
    signing = Signing(root, examined, signer, asking=not yes)
    try:
        complete = signing.go_through(choices)
    except ApprovalsFileError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{FILE} can't be written: {error.strerror}") from None
    sys.exit(0 if complete else 1)


def asks() -> bool:
    """Whether somebody sits at a terminal and can be asked."""
    return sys.stdin.isatty()
