import pytest

from ivr.authoring import load
from ivr.dialogue import Book
from ivr.settings import shipped_book

STAFF = {"IVR_STAFF_NUMBERS": ("+15555550100", "+15555550101")}


@pytest.fixture(scope="session")
def book() -> Book:
    """The shipped book, with nobody to transfer to."""
    return load(shipped_book())


@pytest.fixture(scope="session")
def staffed_book() -> Book:
    """The shipped book, with two people to transfer to."""
    return load(shipped_book(), STAFF)
