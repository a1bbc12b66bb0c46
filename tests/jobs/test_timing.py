"""Pauses grow, end somewhere, and are not the same for all."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ivr.jobs.timing import USUAL
from ivr.telephony.provider.limits import CONNECT, READ


@given(attempts=st.integers(0, 10_000), seed=st.integers())
def test_a_pause_is_between_half_of_it_and_all(attempts: int, seed: int) -> None:
    """Twice as long each time, and never longer than the longest."""
    chance = random.Random(seed)  # noqa: S311 - drawn by the test
    whole = min(USUAL.first * 2 ** min(attempts, 20), USUAL.longest)
    assert whole / 2 <= USUAL.pause(attempts, chance) <= whole


def test_what_is_being_sent_is_nobody_elses_before_it_has_ended() -> None:
    """Sending begins in the first half of a lease, and is over before its end."""
    assert timedelta(seconds=CONNECT + READ) < USUAL.lease / 2
