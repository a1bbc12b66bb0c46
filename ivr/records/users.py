"""Who may use the console, and what a wrong password costs."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from unicodedata import normalize

from sqlalchemy import delete, or_, select, update

from ivr.records.database import insert
from ivr.records.errors import UserError
from ivr.records.passwords import LONGEST, SHORTEST, hashed, matches
from ivr.records.store import Store, new_id
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
    """Somebody who may use the console.

    ``stamp`` is what sessions are bound to: another one ends all that were begun before.
    """

    name: str
    role: Role
    stamp: str = field(default="", repr=False, compare=False)


class Users:
    """Who may use the console. Names are the same in capital and in small letters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, name: str, password: str, role: Role, now: datetime, *, replace: bool = False
    ) -> User:
        """A new user; with ``replace``, also in the place of one of that name.

        Replacing ends the sessions of who was there.

        Raises UserError if the name or the password won't do, or somebody is called that already;
        DatabaseError if it could not be kept.
        """
        user = User(_name(name), role, new_id())
        _check(user.name)
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
            "stamp": user.stamp,
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
                .returning(users.c.failed, users.c.password, users.c.role, users.c.stamp)
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
        return User(name, Role(row.role), row.stamp)

    def find(self, name: str) -> User | None:
        """The user of that name, if there is one.

        Raises DatabaseError if that can't be read.
        """
        wanted = select(users).where(users.c.name == _name(name))
        with self._store.database.reading() as connection:
            row = connection.execute(wanted).first()
        return User(row.name, Role(row.role), row.stamp) if row else None

    def list(self) -> tuple[User, ...]:
        """Everybody who may use the console, by name.

        Raises DatabaseError if they can't be read.
        """
        with self._store.database.reading() as connection:
            rows = connection.execute(select(users).order_by(users.c.name)).all()
        return tuple(User(row.name, Role(row.role), row.stamp) for row in rows)

    def remove(self, name: str) -> None:
        """Let somebody use the console no more, from this moment on.

        Raises UserError if nobody has that name, DatabaseError if that can't be written.
        """
        with self._store.database.writing() as connection:
            gone = connection.execute(delete(users).where(users.c.name == _name(name))).rowcount
        if not gone:
            raise UserError("nobody has that name: `ivr user list` tells who may use the console")

    def admit(self, name: str, role: Role | None, now: datetime) -> User | None:
        """The user whom a trusted issuer calls ``name``; none if nobody has given them a role.

        With ``role`` they have it from now on, and are made if they are not there, with a
        password that nobody knows.

        Raises UserError if the name won't do, DatabaseError if they can't be read or kept.
        """
        found = self.find(name)
        if role is None or (found and found.role is role):
            return found
        if found is None:
            return self.add(name, secrets.token_urlsafe(32), role, now, replace=True)
        with self._store.database.writing() as connection:
            connection.execute(update(users).where(users.c.name == found.name).values(role=role))
        return replace(found, role=role)

    def end_sessions(self, name: str) -> None:
        """End every session of a user, wherever it was begun.

        Raises DatabaseError if that can't be written.
        """
        ended = update(users).where(users.c.name == _name(name)).values(stamp=new_id())
        with self._store.database.writing() as connection:
            connection.execute(ended)


def _check(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UserError(f"a name has 1 to {LONGEST_NAME} characters that can be printed")


def _name(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")
