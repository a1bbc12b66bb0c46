"""``make bench-jobs``: how long 10,000 texts take two workers, and whether each goes once.

A real PostgreSQL, a real Redis, a Twilio made of software that fails, stalls and drops
connections, and one worker killed in the middle: the ordeal of ``tests/real/test_workers.py``.
"""

import sys

from tests.jobs.ordeal import endure
from tests.real import redis
from tests.real.postgres import Cluster, programs

TEXTS = 10_000
LONGEST = 600


def main() -> None:
    """Measure, and end with status 1 if a text was lost or sent twice."""
    folder = programs()
    if folder is None:
        sys.exit("there is no PostgreSQL here: .ci/install-postgresql installs it")
    with Cluster(folder) as cluster, redis.Server() as queue:
        outcome = endure(cluster.database(), queue.url, TEXTS, LONGEST)
    rate = TEXTS * 0.9 / outcome.seconds_of_most
    print(f"{TEXTS:,} texts, 2 workers of 4 threads, one killed and started again")
    print(f"{outcome.seconds:8.1f} s until all were sent, {rate:.0f} a second until nine of ten")
    print(f"{outcome.in_hand_at_the_kill:8} in doubt at the kill")
    for name, count in sorted(outcome.faults.items()):
        print(f"{count:8} times Twilio: {name.lower().replace('_', ' ')}")
    print(f"{outcome.lost:8} lost, {outcome.doubled} sent twice, {outcome.given_up} given up")
    if outcome.lost or outcome.doubled or outcome.waiting or outcome.given_up:
        sys.exit(1)


if __name__ == "__main__":
    main()
