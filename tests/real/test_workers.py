"""Two workers at one PostgreSQL and one Redis: no text is lost, and none is sent twice."""

import pytest

from tests.jobs.ordeal import endure
from tests.real.postgres import Cluster

pytestmark = pytest.mark.real

TEXTS = 10_000
LONGEST = 300
"""Seconds; it takes about a minute on two cores."""


def test_two_workers_send_each_text_once_whatever_fails(cluster: Cluster, redis_url: str) -> None:
    """Twilio fails, stalls and drops connections, and one worker is killed in the middle."""
    outcome = endure(cluster.database(), redis_url, TEXTS, LONGEST)
    assert (outcome.waiting, outcome.given_up) == (0, 0)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert set(outcome.sent_to) == outcome.wanted
    assert len(outcome.faults) >= 6
