from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from ivr.authoring import load
from ivr.dialogue import Book
from ivr.settings import shipped_book

STAFF = {"IVR_STAFF_NUMBERS": ("+15555550100", "+15555550101")}


@cache
def shipped(staff: frozenset[tuple[str, tuple[str, ...]]]) -> Book:
    """The shipped book, made once in a process: nothing in it ever changes."""
    return load(shipped_book(), dict(staff))


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

    def loaded(root: Path, staff: Mapping[str, tuple[str, ...]]) -> Book:
        return shipped(frozenset(staff.items())) if root == shipped_book() else load(root, staff)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ivr.web.line.load", loaded)
        yield
