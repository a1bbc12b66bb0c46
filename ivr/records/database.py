"""A database: SQLite or PostgreSQL, transactions that end in time, errors that can be read."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    QueuePool,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql as postgresql_dialect
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ivr.records import postgres, sqlite
from ivr.records.errors import AddressError, DatabaseError, Reason

WAIT: Final = 2.0
"""Seconds for each of: a free connection, a new connection, and a transaction."""

POOL: Final = 5
OVERFLOW: Final = 10

_FAILURES: Final = (DBAPIError, PoolTimeoutError, sqlite3.Error, psycopg.Error)


class Database:
    """Connections to one database, made when they are needed.

    With ``durable``, what was committed is on the disk when a transaction ends; without it, what
    was written in the last moments may be lost when the machine fails (and nothing when only a
    process does). Nothing takes longer than ``wait`` seconds for each of a free connection, a
    new one (PostgreSQL's library: 2 at least, for each address of its host) and a transaction
    (PostgreSQL: half a second more, if it does not even say that it is busy). Survives a fork.

    Raises AddressError if the address is no database's.
    """

    def __init__(self, url: str, *, durable: bool = True, wait: float = WAIT) -> None:
        self._url = _url(url)
        self._durable = durable
        self._wait = wait
        self._process = os.getpid()
        self._inherited: list[object] = []
        self._engine = self._made()

    @property
    def file(self) -> str | None:
        """The path of an SQLite file; none for PostgreSQL."""
        return self._url.database if self._url.get_backend_name() == "sqlite" else None

    @property
    def place(self) -> str:
        """Where it is, for people: without a password."""
        if self.file is not None:
            return str(Path(self.file).absolute())
        return (
            f"PostgreSQL, {self._url.database or 'no name'} at {self._url.host or 'this machine'}"
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises DatabaseError if the database does not do what it is asked.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; committed when it is left, and rolled back on an error.

        Raises DatabaseError if the database does not do what it is asked.
        """
        # SQLite waits for other writers only at the beginning.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def tidy(self) -> None:
        """Empty SQLite's write-ahead log, in which what was deleted could still be read.

        Raises DatabaseError if the database does not do what it is asked.
        """
        if self.file is None:
            return
        with _told(), self._current().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections that nobody uses. Others can still be made."""
        self._current().dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with _told(), self._current().connect() as connection:
            raw: object = connection.connection.dbapi_connection
            bounded = raw if isinstance(raw, postgres.Connection) else None
            if bounded:
                bounded.deadline = time.monotonic() + bounded.limit
            try:
                with connection.begin():
                    if bounded is None:
                        connection.exec_driver_sql(begin)
                    yield connection
            finally:
                if bounded:
                    bounded.deadline = None

    def _current(self) -> Engine:
        if self._process != os.getpid():
            # Those of the parent are still the parent's: they are left alone, not even closed.
            self._inherited.append(self._engine.pool)
            self._engine.dispose(close=False)
            self._process = os.getpid()
        return self._engine

    def _made(self) -> Engine:
        engine = create_engine(
            self._url,
            poolclass=QueuePool,
            pool_size=POOL,
            max_overflow=OVERFLOW,
            pool_timeout=self._wait,
            pool_pre_ping=self.file is None,
            hide_parameters=True,
        )

        @event.listens_for(engine, "do_connect")
        def _connected(*given: Any) -> Any:  # noqa: ANN401 - a driver's own
            if self.file is None:
                return postgres.connect(given[3], self._wait, durable=self._durable)
            return sqlite.connect(self.file, self._wait, durable=self._durable)

        return engine


def insert(
    connection: Connection, table: Table
) -> sqlite_dialect.Insert | postgresql_dialect.Insert:
    """An INSERT that can say what is to happen where there is such a row already."""
    if connection.dialect.name == "sqlite":
        return sqlite_dialect.insert(table)
    return postgresql_dialect.insert(table)


@contextmanager
def _told() -> Iterator[None]:
    """Errors of drivers, as errors of ours."""
    try:
        yield
    except _FAILURES as error:
        raise DatabaseError(_reason(error)) from error


def _reason(error: BaseException) -> Reason:
    if isinstance(error, PoolTimeoutError):
        return Reason.BUSY
    driver = error.orig if isinstance(error, DBAPIError) else error
    return sqlite.reason(driver) or postgres.reason(driver) or Reason.OTHER


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise AddressError from error
    backend = url.drivername.partition("+")[0]
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and ":memory:" not in url.database:
        return url
    raise AddressError
