"""Sound files on disk: each is there whole or not at all, and its name says what is in it."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ivr.speech.clips import HASH_LENGTH

TELEPHONE_FILE, WIDE_FILE = ".wav", ".flac"

UNFINISHED: Final = ".part"

_NAME: Final = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}")


class SoundCache:
    """Sound files in a folder. Nothing in it ever changes: other sound has another name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, kind: str = TELEPHONE_FILE) -> Path:
        """Where a file is, or would be. Raises ValueError if this is no name."""
        if not _NAME.fullmatch(name) or kind not in {TELEPHONE_FILE, WIDE_FILE}:
            raise ValueError("no name of a sound")
        return self.folder / name[:2] / f"{name}{kind}"

    def has(self, name: str) -> bool:
        """Whether a sound is there in both forms."""
        return all(self.path(name, kind).is_file() for kind in (TELEPHONE_FILE, WIDE_FILE))

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

    def sweep(self) -> None:
        """Delete what was left unfinished by a process that was killed."""
        for path in self.folder.glob(f"**/*{UNFINISHED}"):
            path.unlink(missing_ok=True)


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
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
