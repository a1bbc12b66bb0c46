"""A process in which callers ask for texts, as many as it is told, one after another.

``python -m tests.jobs.asking DATABASE QUEUE FIRST LAST``
"""

import sys
from datetime import UTC, datetime

from ivr.jobs import Queue
from ivr.records import Records
from tests.jobs.hasty_worker import KIND
from tests.records.kept import KEY


def number(caller: int) -> str:
    """The number of a caller."""
    return f"+1555{caller:07}"


def main() -> None:
    """Ask, and say that somebody should look."""
    url, queue_url, first, last = sys.argv[1:]
    records, queue = Records(url, [KEY]), Queue(queue_url)
    for caller in range(int(first), int(last)):
        key, now = f"call {caller}", datetime.now(UTC)
        records.texts.queue(key=key, number=number(caller), kind=KIND, language="en", now=now)
        queue.nudge("texts")
    queue.flush(5)
    records.close()


if __name__ == "__main__":
    main()
