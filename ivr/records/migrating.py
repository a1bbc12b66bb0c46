"""Bringing a database up to date, and saying how far it is."""

import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from ivr.records.database import Database
from ivr.records.errors import DatabaseError, Reason
from ivr.records.sqlite import make_file

WAIT: Final = 30.0
"""Seconds that a migration waits for others, and that PostgreSQL gives each of its statements."""

LOCK: Final = 0x0CA8_E11E
"""The advisory lock of PostgreSQL that lets one process migrate at a time."""

_one_at_a_time = threading.Lock()
"""In a process, since what Alembic's steps work on is a variable of its modules."""


def upgrade(
    url: str, revision: str = "head", *, make: bool = True, reach: float = WAIT, wait: float = WAIT
) -> None:
    """Bring a database up to date, or as far as a revision.

    A file that is missing is made, unless that is an error because something is looked for in it.
    ``reach`` is how many seconds the database is given to say how far it is, and ``wait`` what it
    is given for the rest, both as ``Database`` says.

    Whoever comes second while it happens waits and then finds it done. Nothing is done to a
    database that is up to date.

    Raises RecordsError if that can't be done; the database is then as it was.
    """
    with closing(Database(url, wait=reach)) as database:
        if make and database.file is not None:
            make_file(database.file)
        if revision == "head" and _up_to_date(database):
            return
    with closing(Database(url, wait=wait)) as database:
        _migrate(database, command.upgrade, revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision, "base" being an empty one. Drops what is not in it.

    Raises RecordsError if that can't be done; the database is then as it was.
    """
    with closing(Database(url, wait=WAIT)) as database:
        _migrate(database, command.downgrade, revision)


def current(url: str) -> str | None:
    """The revision of a database; none if it has no tables yet.

    Raises RecordsError if it can't be read.
    """
    with closing(Database(url)) as database, database.reading() as connection:
        return _revision(connection)


def newest() -> str:
    """The revision that this version of Careline uses."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head, "there are migrations"  # noqa: S101 - shipped beside this module
    return head


def _migrate(database: Database, direction: Callable[[Config, str], None], revision: str) -> None:
    try:
        with database.writing() as connection:
            if database.file is None:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            config = _config()
            config.attributes["connection"] = connection
            with _one_at_a_time:
                direction(config, revision)
    except CommandError as error:
        raise DatabaseError(Reason.NEWER) from error


def _let_go() -> None:
    """Make the lock anew in a process that was forked: nobody there could let go of it."""
    global _one_at_a_time  # noqa: PLW0603 - it is the process's
    _one_at_a_time = threading.Lock()


os.register_at_fork(after_in_child=_let_go)


def _up_to_date(database: Database) -> bool:
    with database.reading() as connection:
        return _revision(connection) == newest()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    return config
