"""Rows of one kind that are looked after one by one, by as many as like to."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Final, Protocol

from ivr.jobs.timing import USUAL, Timing
from ivr.records import Records
from ivr.telephony.provider import Provider

NEVER_ENDED: Final = "never-ended"
"""The code of what was begun again and again by workers that never came to its end."""


@dataclass(frozen=True, slots=True)
class Means:
    """What errands are done with. ``now`` tells the time, and ``chance`` keeps workers apart."""

    records: Records
    provider: Provider
    now: Callable[[], datetime]
    timing: Timing = USUAL
    chance: random.Random = field(default_factory=random.Random)


class Step(Enum):
    """What came of looking for one thing to do."""

    DID = auto()
    NOTHING = auto()
    STOP = auto()
    """Nothing else will work now either."""


class Errand(Protocol):
    """Rows of one kind."""

    def one(self) -> Step:
        """Look after the row that has waited longest.

        Raises DatabaseError if the database does not do what it is asked.
        """

    def due(self) -> datetime | None:
        """When the next row is due; none if there is nothing to do.

        Raises DatabaseError if that can't be read.
        """


def drain(errand: Errand, stopping: threading.Event, most: int | None = None) -> Step:
    """Look after rows until there is none, nothing works, or it is enough: what came last.

    Raises DatabaseError if the database does not do what it is asked.
    """
    done = 0
    while not stopping.is_set() and done != most:
        step = errand.one()
        if step is not Step.DID:
            return step
        done += 1
    return Step.DID
