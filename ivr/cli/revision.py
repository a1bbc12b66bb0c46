"""A book as it was at an earlier revision, taken from its git repository."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final

import click

OPTION: Final = "--changed-since"
CUT_SHORT: Final = ": it holds the last commits only, and git fetch --unshallow brings the rest"
FOLDERS: Final = ("flows", "prompts")
LONGEST: Final = 60
"""Seconds for one git command."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@contextmanager
def book_at(root: Path, since: str) -> Iterator[tuple[Path, str]]:
    """A folder that goes afterwards, with the files of the book at ``root`` as they were.

    ``since`` is a day (the last commit before it began, by this machine's clock) or any name of a
    revision. The second value says in words which book it is.

    Raises click.BadParameter if there is no such day or revision here, or no repository.
    """
    program = which("git")
    if program is None:
        raise click.BadParameter("git is needed to compare with an earlier book", param_hint=OPTION)
    git = _Git(program, root.resolve())
    git.run("rev-parse", "--show-prefix", wrong=f"{root} is not in a git repository")
    commit = git.before(since) if _DAY.fullmatch(since) else git.commit(since)
    with TemporaryDirectory() as folder:
        if commit is not None and not git.write(commit, Path(folder)):
            click.echo(f"note: {since} holds no book in {root}, so every text is new", err=True)
        yield Path(folder), since


class _Git:
    def __init__(self, program: str, root: Path) -> None:
        self._program = program
        self._root = root
        # A hook of git names its own repository; the book may stand in another one.
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        }

    def run(self, *arguments: str, wrong: str, given: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - git itself, without a shell
                [self._program, *arguments],
                cwd=self._root,
                env=self._environment,
                input=given,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise click.ClickException(f"git could not be used: {error}") from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
            # What git says of a wrong name is about its own options; a refusal is worth telling.
            told = f" ({said})" if "dubious" in said or "permission" in said.lower() else ""
            raise click.BadParameter(f"{wrong}{told}", param_hint=OPTION)
        return done.stdout

    def before(self, day: str) -> str | None:
        """The last commit before a day; None where the repository is younger."""
        try:
            began = date.fromisoformat(day)
        except ValueError:
            raise click.BadParameter(f"there is no day {day}", param_hint=OPTION) from None
        if began > datetime.now().astimezone().date():
            raise click.BadParameter(f"{day} has not begun yet", param_hint=OPTION)
        arguments = ("rev-list", "--max-count=1", f"--before={day} 00:00:00", "HEAD")
        found = self.run(*arguments, wrong="there is no commit yet").decode().strip()
        if not found and self._is_cut_short():
            wrong = f"no commit before {day} is in this repository{CUT_SHORT}"
            raise click.BadParameter(wrong, param_hint=OPTION)
        if not found:
            click.echo(f"note: there is no commit before {day}, so every text is new", err=True)
        return found or None

    def commit(self, revision: str) -> str:
        """The commit that a revision names."""
        arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        wrong = f'there is no revision "{revision}": name a day, a revision, or approval'
        if self._is_cut_short():
            wrong = f'there is no revision "{revision}" in this repository{CUT_SHORT}'
        return self.run(*arguments, f"{revision}^{{commit}}", wrong=wrong).decode().strip()

    def _is_cut_short(self) -> bool:
        said = self.run("rev-parse", "--is-shallow-repository", wrong="this is no repository")
        return said.strip() == b"true"

    def write(self, commit: str, folder: Path) -> bool:
        """Write the files of the book as they were in a commit below a folder; whether any were."""
        listed = self.run("ls-tree", "-r", "-z", commit, "--", *FOLDERS, wrong="no files")
        names = {}
        for line in listed.decode(errors="replace").split("\0"):
            what, _, name = line.partition("\t")
            path = PurePosixPath(name)
            # Links are left out, and so is what would lead out of the folder.
            if what.startswith("100") and path.suffix == ".yaml" and ".." not in path.parts:
                names[name] = what.split()[2]
        for name, blob in names.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.run("cat-file", "blob", blob, wrong=f"{name} can't be read"))
        return bool(names)
