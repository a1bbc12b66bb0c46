from collections.abc import Iterator

import pytest

from ivr.dialogue import Book
from ivr.records import Records, Role, passwords
from ivr.records import users as module
from tests.records.conftest import records, url
from tests.records.kept import NOW
from tests.web.console.browsing import PASSWORD, Browser, Clock, application, settings

__all__ = ["records", "url"]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing costs less here than it should."""
    monkeypatch.setattr(passwords, "COST", 2**4)
    module._nobodys.cache_clear()
    yield
    module._nobodys.cache_clear()


@pytest.fixture
def clock() -> Clock:
    """The time of the console."""
    return Clock()


@pytest.fixture
def visitor(records: Records, url: str, book: Book, clock: Clock) -> Browser:
    """A browser that nobody has logged in with; ana is of the staff, and eve an editor."""
    records.users.add("ana", PASSWORD, Role.STAFF, NOW)
    records.users.add("ben", PASSWORD, Role.STAFF, NOW)
    records.users.add("eve", PASSWORD, Role.EDITOR, NOW)
    return Browser(application(records, settings(url), book, clock).test_client())


@pytest.fixture
def ana(visitor: Browser) -> Browser:
    """A browser in which ana of the staff is logged in."""
    visitor.enter("ana")
    assert visitor.status == 200
    return visitor


@pytest.fixture
def eve(visitor: Browser) -> Browser:
    """A browser in which eve, an editor, is logged in."""
    visitor.enter("eve")
    assert visitor.status == 200
    return visitor
