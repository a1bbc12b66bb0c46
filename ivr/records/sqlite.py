"""SQLite: how its files are made and opened, and what its errors mean."""

import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ivr.records.errors import DatabaseError, Reason

REASONS: Final = (
    ("SQLITE_BUSY", Reason.BUSY),
    ("SQLITE_LOCKED", Reason.BUSY),
    ("SQLITE_FULL", Reason.FULL),
    ("SQLITE_READONLY", Reason.READ_ONLY),
    ("SQLITE_CANTOPEN", Reason.AWAY),
    ("SQLITE_IOERR", Reason.AWAY),
    ("SQLITE_PERM", Reason.AWAY),
    ("SQLITE_AUTH", Reason.AWAY),
    ("SQLITE_CORRUPT", Reason.DAMAGED),
    ("SQLITE_NOTADB", Reason.DAMAGED),
    ("SQLITE_CONSTRAINT", Reason.CONFLICT),
)


def make_file(path: str) -> None:
    """Make a database file that is not there yet, for the eyes of this user only.

    Raises DatabaseError if it can't be made.
    """
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise DatabaseError(Reason.AWAY) from error


def connect(path: str, wait: float, *, durable: bool) -> sqlite3.Connection:
    """A connection that waits that many seconds for others to finish writing.

    A file that is not there is not made. A durable one has written to the disk itself, and not
    only to the system, when a commit returns.
    """
    made = sqlite3.connect(
        f"file:{quote(path)}?mode=rw",
        timeout=wait,
        isolation_level=None,  # transactions are begun in so many words
        check_same_thread=False,  # the pool gives it to one thread at a time
        uri=True,
    )
    try:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        made.execute("PRAGMA fullfsync = ON")  # where the system's fsync does not reach the disk
        made.execute("PRAGMA secure_delete = ON")  # what is purged is gone
    except sqlite3.Error:
        made.close()
        raise
    return made


def reason(error: BaseException | None) -> Reason | None:
    """Why SQLite failed; nothing if it did not."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_ERROR" and "no such" in str(error):
        return Reason.OUTDATED
    return next((why for start, why in REASONS if name.startswith(start)), Reason.OTHER)
