"""Tells staff that requests and messages wait: in the log, and by text if they want that."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from ivr.jobs.composing import Waiting, reminder
from ivr.records import Overdue, Records

log = logging.getLogger("ivr.jobs")


def remind(records: Records, staff: Sequence[str], now: datetime) -> None:
    """Remind of the requests that are due and that nobody took, and of messages nobody heard.

    Of each, once a day at most.

    Raises DatabaseError if the database does not do what it is asked.
    """
    waits = records.remind(now)
    if waits.requests:
        log.warning(
            "%d requests to be called back are due and nobody has taken them, the oldest for %d "
            "hours: `ivr requests` lists them",
            waits.requests.count,
            _hours(waits.requests, now),
        )
        _text(records, staff, Waiting.REQUESTS, waits.requests, now)
    if waits.messages:
        log.warning(
            "%d messages of callers wait and nobody has heard them, the oldest for %d hours: the "
            "console plays them",
            waits.messages.count,
            _hours(waits.messages, now),
        )
        _text(records, staff, Waiting.MESSAGES, waits.messages, now)


def _text(
    records: Records, staff: Sequence[str], what: Waiting, overdue: Overdue, now: datetime
) -> None:
    for number in staff:
        records.texts.queue(
            key=f"reminder {what} {now.isoformat()} {number}",
            number=number,
            kind=reminder(what, overdue.count, _hours(overdue, now)),
            language="en",
            now=now,
        )


def _hours(overdue: Overdue, now: datetime) -> int:
    return (now - overdue.oldest) // timedelta(hours=1)
