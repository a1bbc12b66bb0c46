"""The argument BOOK, which every command that reads a book takes in the same way."""

from pathlib import Path
from typing import Final

import click

FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)

book_argument: Final = click.argument("book", required=False, envvar="IVR_BOOK", type=FOLDER)
"""A folder with ``flows/`` and ``prompts/``: the one named, or IVR_BOOK, or None."""
