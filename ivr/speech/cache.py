"""Sound files on disk: each is there whole or not at all, and its name says what is in it."""

import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ivr.speech.clips import HASH_LENGTH

TELEPHONE_FILE, WIDE_FILE = ".wav", ".flac"

UNFINISHED: Final = ".part"

HOUR: Final = 3_600.0
"""Seconds after which nobody writes an unfinished file any more."""

Sizes = tuple[int, int]
"""The bytes of a sound's two files, the telephone's first; 0 of one that is not there."""

_NAME: Final = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}")


def is_name(name: str) -> bool:
    """Whether a sound can be called so."""
    return _NAME.fullmatch(name) is not None


class SoundCache:
    """Sound files in a folder. Nothing in it ever changes: other sound has another name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, kind: str = TELEPHONE_FILE) -> Path:
        """Where a file is, or would be. Raises ValueError if this is no name."""
        if not is_name(name) or kind not in {TELEPHONE_FILE, WIDE_FILE}:
            raise ValueError("no name of a sound")
        return self.folder / name[:2] / f"{name}{kind}"

    def has(self, name: str) -> bool:
        """Whether a sound is there in both forms, with something in them."""
        return all(self.sizes(name))

    def sizes(self, name: str) -> Sizes:
        """The bytes of both files of a sound. Raises ValueError if this is no name."""
        if not is_name(name):
            raise ValueError("no name of a sound")
        stem = f"{self.folder}/{name[:2]}/{name}"  # as `path` has it, in a tenth of the time
        return _size(f"{stem}{TELEPHONE_FILE}"), _size(f"{stem}{WIDE_FILE}")

    def put(self, name: str, kind: str, content: bytes) -> None:
        """Keep a file. Raises OSError, and leaves nothing behind, if there is no room."""
        write_whole(self.path(name, kind), content)

    def names(self) -> Iterator[str]:
        """The names of the sounds that are there in both forms."""
        for path in self.folder.glob(f"??/*{TELEPHONE_FILE}"):
            if _NAME.fullmatch(path.stem) and self.has(path.stem):
                yield path.stem

    def remove(self, name: str) -> int:
        """Delete a sound; the bytes that this frees."""
        freed = 0
        for kind in (TELEPHONE_FILE, WIDE_FILE):
            path = self.path(name, kind)
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
        return freed

    def sweep(self, age: float = HOUR) -> None:
        """Delete what a process that was killed left unfinished, if it is so many seconds old.

        What is younger may be another's, who is at work here: a web phone needs no lock.
        """
        before = time.time() - age
        for path in self.folder.glob(f"**/*{UNFINISHED}"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= before:
                    path.unlink()


def _size(path: str) -> int:
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of times in a run that makes nothing
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that others see all of it or nothing, also after a crash.

    Raises OSError, and leaves what was there, if it can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            # A name can reach the disk before the content does, and an empty file plays silence.
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
