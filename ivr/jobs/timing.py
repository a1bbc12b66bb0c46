"""How long things wait: claims, doubts, and what is tried again."""

import random
from dataclasses import dataclass
from datetime import timedelta

from ivr.telephony.provider.limits import READ


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of a worker.

    ``lease`` is how long what a worker claims is its own. ``settle`` is how long after a try of
    which nobody knows Twilio is asked: by then it lists what it took. Pauses between tries begin
    at ``first`` and are never longer than ``longest``. ``heard_again`` is how long a recording
    stays at Twilio after it was fetched: its caller may still be listening to it. ``read`` is how
    many seconds Twilio is waited for.
    """

    lease: timedelta = timedelta(minutes=2)
    settle: timedelta = timedelta(minutes=1)
    first: timedelta = timedelta(seconds=15)
    longest: timedelta = timedelta(minutes=30)
    heard_again: timedelta = timedelta(minutes=10)
    read: float = READ

    def pause(self, attempts: int, chance: random.Random) -> timedelta:
        """The time until the next try, after that many: twice as long each time, half of it drawn.

        It is drawn so that what failed together is not tried again together.
        """
        # Beyond 2 ** 20 it is the longest in any case.
        whole: timedelta = min(self.first * 2 ** min(attempts, 20), self.longest)
        return whole * chance.uniform(0.5, 1)


USUAL = Timing()
