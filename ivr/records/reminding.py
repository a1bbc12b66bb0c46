"""Requests to be called back that wait too long: how many, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select, update

from ivr.records.store import Store
from ivr.records.tables import requests

AGAIN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many requests nobody has taken although they are due, and when the oldest was due."""

    count: int
    oldest: datetime


def remind(store: Store, now: datetime) -> Overdue | None:
    """What staff are to be reminded of; none if nothing is overdue, or they were told today.

    Each request reminds once a day at most, however many ask.

    Raises DatabaseError if that can't be written.
    """
    overdue = requests.c.taken.is_(None) & requests.c.done.is_(None) & (requests.c.due < now)
    untold = or_(requests.c.reminded.is_(None), requests.c.reminded <= now - AGAIN_AFTER)
    told = update(requests).where(overdue, untold).values(reminded=now)
    with store.database.writing() as connection:
        if not connection.execute(told).rowcount:
            return None
        wanted = select(func.count(), func.min(requests.c.due)).where(overdue)
        count, oldest = connection.execute(wanted).one()
    return Overdue(count, oldest)
