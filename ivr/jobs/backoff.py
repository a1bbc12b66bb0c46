"""How long to wait before something is tried again: longer each time, and never all at once."""

import random
from datetime import timedelta
from typing import Final

FIRST: Final = timedelta(seconds=15)
LONGEST: Final = timedelta(minutes=30)


def pause(attempts: int, chance: random.Random) -> timedelta:
    """The time until the next try, after that many: twice as long each time, half of it drawn."""
    # Beyond 2 ** 10 it is the longest in any case.
    whole: timedelta = min(FIRST * 2 ** min(attempts, 10), LONGEST)
    return whole * chance.uniform(0.5, 1)
