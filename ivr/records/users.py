"""Who may use the console, and what a wrong password costs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from unicodedata import normalize

from sqlalchemy import or_, select, update

from ivr.records.database import insert
from ivr.records.errors import UserError
from ivr.records.passwords import LONGEST, SHORTEST, hashed, matches
from ivr.records.store import Store
from ivr.records.tables import users

MOST_FAILED: Final = 5
LOCKED: Final = timedelta(minutes=15)
LONGEST_NAME: Final = 60


class Role(StrEnum):
    """What a user may do: see to requests, or also see to words."""

    STAFF = "staff"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the console."""

    name: str
    role: Role


class Users:
    """Who may use the console. Names are the same in capital and in small letters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, name: str, password: str, role: Role, now: datetime, *, replace: bool = False
    ) -> User:
        """A new user; with ``replace``, also in the place of one of that name.

        Raises UserError if the name or the password won't do, or somebody is called that already;
        DatabaseError if it could not be kept.
        """
        user = User(_name(name), role)
        if not user.name or len(user.name) > LONGEST_NAME or not user.name.isprintable():
            raise UserError(f"a name has 1 to {LONGEST_NAME} characters that can be printed")
        if not SHORTEST <= len(password) <= LONGEST:
            raise UserError(
                f"a password has at least {SHORTEST} characters: some words that nobody else "
                "would put together are easy to keep in mind"
            )
        values = {
            "password": hashed(password),
            "role": role,
            "created": now,
            "failed": 0,
            "locked_until": None,
        }
        with self._store.database.writing() as connection:
            made = insert(connection, users).values(name=user.name, **values)
            if replace:
                made = made.on_conflict_do_update(index_elements=[users.c.name], set_=values)
            else:
                made = made.on_conflict_do_nothing()
            if connection.execute(made.returning(users.c.name)).first() is None:
                raise UserError(f"somebody is called {user.name} already")
        return user

    def verify(self, name: str, password: str, now: datetime) -> User | None:
        """The user of that name and password; none if they are wrong, or the user is locked out.

        A try is counted before the password is looked at, so that many at once are no more than
        one after another. The last of MOST_FAILED locks the user out for a while.

        Raises DatabaseError if the user can't be read, or the try can't be counted.
        """
        name = _name(name)
        unlocked = or_(users.c.locked_until.is_(None), users.c.locked_until <= now)
        with self._store.database.writing() as connection:
            tried = (
                update(users)
                .where(users.c.name == name, unlocked)
                .values(failed=users.c.failed + 1)
                .returning(users.c.failed, users.c.password, users.c.role)
            )
            row = connection.execute(tried).first()
            if row and row.failed >= MOST_FAILED:
                locked = update(users).where(users.c.name == name)
                connection.execute(locked.values(failed=0, locked_until=now + LOCKED))
        # As long for a name that nobody has, so that the time it takes tells no names.
        right = matches(password, row.password if row else _nobodys())
        if row is None or not right:
            return None
        with self._store.database.writing() as connection:
            reset = update(users).where(users.c.name == name)
            connection.execute(reset.values(failed=0, locked_until=None))
        return User(name, Role(row.role))

    def find(self, name: str) -> User | None:
        """The user of that name, if there is one.

        Raises DatabaseError if that can't be read.
        """
        wanted = select(users.c.name, users.c.role).where(users.c.name == _name(name))
        with self._store.database.reading() as connection:
            row = connection.execute(wanted).first()
        return User(row.name, Role(row.role)) if row else None


def _name(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")
