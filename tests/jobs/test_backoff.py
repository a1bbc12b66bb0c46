"""Pauses grow, end somewhere, and are not the same for all."""

import random

from hypothesis import given
from hypothesis import strategies as st

from ivr.jobs.backoff import FIRST, LONGEST, pause


@given(attempts=st.integers(0, 10_000), seed=st.integers())
def test_a_pause_is_between_half_of_it_and_all(attempts: int, seed: int) -> None:
    """Twice as long each time, and never longer than the longest."""
    chance = random.Random(seed)  # noqa: S311 - drawn by the test
    whole = min(FIRST * 2 ** min(attempts, 20), LONGEST)
    assert whole / 2 <= pause(attempts, chance) <= whole
