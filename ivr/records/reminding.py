"""What waits too long for staff: requests to be called back, and messages. How many, since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, func, or_, select, update

from ivr.records.store import Store
from ivr.records.tables import requests, voicemails
from ivr.records.voicemails import UNHEARD

AGAIN_AFTER: Final = timedelta(days=1)

HEARD_WITHIN: Final = timedelta(hours=24)
"""How long a message may wait to be heard before staff are reminded of it."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many wait that nobody has taken, or heard, and since when the oldest does.

    Requests wait from the moment at which they are due, messages from that at which they came.
    """

    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """What staff are to be reminded of now, if there is anything."""

    requests: Overdue | None
    messages: Overdue | None


def remind(store: Store, now: datetime) -> Reminder:
    """What staff are to be reminded of; nothing if nothing waits, or they were told today.

    Each request and each message reminds once a day at most, however many ask.

    Raises DatabaseError if that can't be written.
    """
    untaken = requests.c.taken.is_(None) & requests.c.done.is_(None) & (requests.c.due < now)
    unheard = voicemails.c.state.in_(UNHEARD) & (voicemails.c.created < now - HEARD_WITHIN)
    return Reminder(
        _told(store, requests, untaken, "due", now),
        _told(store, voicemails, unheard, "created", now),
    )


def _told(
    store: Store, table: Table, overdue: ColumnElement[bool], since: str, now: datetime
) -> Overdue | None:
    reminded = table.c.reminded
    untold = or_(reminded.is_(None), reminded <= now - AGAIN_AFTER)
    told = update(table).where(overdue, untold).values(reminded=now)
    with store.database.writing() as connection:
        if not connection.execute(told).rowcount:
            return None
        wanted = select(func.count(), func.min(table.c[since])).where(overdue)
        count, oldest = connection.execute(wanted).one()
    return Overdue(count, oldest)
