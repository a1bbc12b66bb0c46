"""Tells staff that requests to be called back wait: in the log, and by text if they want that."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from ivr.jobs.composing import reminder
from ivr.records import Records

log = logging.getLogger("ivr.jobs")


def remind(records: Records, staff: Sequence[str], now: datetime) -> None:
    """Remind of the requests that are due and that nobody took; of each, once a day at most.

    Raises DatabaseError if the database does not do what it is asked.
    """
    overdue = records.remind(now)
    if overdue is None:
        return
    hours = (now - overdue.oldest) // timedelta(hours=1)
    log.warning(
        "%d requests to be called back are due and nobody has taken them, the oldest for %d hours: "
        "`ivr requests` lists them",
        overdue.count,
        hours,
    )
    for number in staff:
        records.texts.queue(
            key=f"reminder {now.isoformat()} {number}",
            number=number,
            kind=reminder(overdue.count, hours),
            language="en",
            now=now,
        )
