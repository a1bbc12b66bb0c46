from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from ivr.authoring import load
from ivr.authoring.abilities import ALL, Abilities
from ivr.dialogue import Book
from ivr.settings import DATABASE_URL, shipped_book

DEFAULT_DATABASE = DATABASE_URL
"""Where a line keeps what it keeps, unless told; the lines of tests are told."""

STAFF = {"IVR_STAFF_NUMBERS": ("+15555550100", "+15555550101")}


@cache
def shipped(staff: frozenset[tuple[str, tuple[str, ...]]], abilities: Abilities = ALL) -> Book:
    """The shipped book, made once in a process: nothing in it ever changes."""
    return load(shipped_book(), dict(staff), abilities)


@pytest.fixture(scope="session")
def book() -> Book:
    """The shipped book, with nobody to transfer to."""
    return shipped(frozenset())


@pytest.fixture(scope="session")
def staffed_book() -> Book:
    """The shipped book, with two people to transfer to."""
    return shipped(frozenset(STAFF.items()))


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Lines in this process share the shipped book: making it each time is most of their time."""

    def loaded(
        root: Path,
        staff: Mapping[str, tuple[str, ...]],
        abilities: Abilities,
    ) -> Book:
        if root != shipped_book():
            return load(root, staff, abilities)
        return shipped(frozenset(staff.items()), abilities)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ivr.web.line.load", loaded)
        yield


@pytest.fixture(scope="module", autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Lines of a module share a database, unless they name one, and no others know of their calls.

    Otherwise a caller of one would be asked whether to go on where one of another was cut off.
    """
    database = tmp_path_factory.mktemp("records") / "careline.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ivr.settings.DATABASE_URL", f"sqlite:///{database}")
        yield
