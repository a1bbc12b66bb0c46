"""``ivr new``: a small, complete book to begin with."""

from pathlib import Path
from shutil import copytree

import click

from ivr.authoring.example import STARTER
from ivr.cli.schema import KINDS, write


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    """Make a small, complete book in FOLDER, with comments that teach.

    It is about an animal shelter, passes `ivr check`, and can be called at once. FOLDER must be
    new or empty: nothing that is there is overwritten.

    Exit status: 0 when it was made, 1 when it could not be, 2 for a wrong command line.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a new folder")
    try:
        copytree(STARTER, folder, dirs_exist_ok=True)
        for name in KINDS:
            write(name, folder / "schemas")
    except OSError as error:
        raise click.ClickException(f"{folder} can't be written: {error.strerror}") from None
    click.echo(
        f"Made a book in {folder}. Now try\n\n"
        f"  ivr check {folder}\n"
        f"  IVR_BOOK={folder} ivr call\n"
        f"  IVR_BOOK={folder} ivr test {folder}/calls\n\n"
        "and change it: prompts/ holds the words, flows/ what leads where."
    )
