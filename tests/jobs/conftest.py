from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.records.kept import NOW, records
from tests.twilio.server import FakeTwilio

__all__ = ["records"]


class Clock:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Let some time pass."""
        self.moment += time


@pytest.fixture
def clock() -> Clock:
    """The time, for the worker and for Twilio."""
    return Clock()


@pytest.fixture
def twilio(clock: Clock) -> Iterator[FakeTwilio]:
    """A Twilio that does what it is asked, until it is told otherwise."""
    with FakeTwilio() as fake:
        fake.account.now = clock
        yield fake


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path_factory.mktemp('jobs')}/kept/careline.db"
