"""One run at a time in a folder of sound: two would each write the index as if it were alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ivr.speech.voice import SpeechError

LOCK: Final = "render.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Work in a folder that nobody else works in so; the lock ends with the process at the latest.

    Raises SpeechError if another does, OSError if nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        if not _locked(file):
            raise SpeechError(
                f"another `ivr render` is at work in {folder}: wait for it, or end it"
            )
        yield


if sys.platform == "win32":  # pragma: no cover - nobody tests there

    def _locked(file: IO[bytes]) -> bool:
        import msvcrt  # noqa: PLC0415 - of that system

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # some file systems have no locks: the runs there are the person's care
            return True
        return True
