"""The numbers of the line: how often, never who. No figure tells of fewer than STEP calls.

Counts are rounded down to multiples of STEP before they leave this module. Leaving small ones out
would not do: whoever takes the others from a total has them again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from ivr.records.calls import BY_THE_CALLER
from ivr.records.store import Store
from ivr.records.tables import calls, turns

STEP: Final = 5
DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of the calls that began from ``first`` to ``last``, both included.

    Every count is a multiple of STEP: the true one is that, or up to STEP - 1 more. ``minutes`` is
    how long the calls took together. ``heard`` counts the calls that came to a node, ``left`` those
    in which the caller hung up there. What has a smaller count is in no mapping but ``days``.
    """

    first: date
    last: date
    calls: int
    minutes: int
    days: Mapping[date, int]
    languages: Mapping[str, int]
    outcomes: Mapping[str, int]
    heard: Mapping[str, int]
    left: Mapping[str, int]


class Statistics:
    """Counts over calls and their turns."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def figures(self, now: datetime, zone: tzinfo | None, days: int = DAYS) -> Figures:
        """The figures of today and the days before; without a zone, days are this machine's.

        Raises DatabaseError if they can't be read.
        """
        last = now.astimezone(zone).date()
        shown = [last - timedelta(days=back) for back in reversed(range(days))]
        begin = _midnight(shown[0], zone)
        recent = calls.c.started >= begin
        with self._store.database.reading() as connection:
            started = Counter(
                moment.astimezone(zone).date()
                for moment in connection.scalars(select(calls.c.started).where(recent))
            )
            count, minutes = connection.execute(
                select(func.count(), func.sum(calls.c.minutes)).where(recent)
            ).one()
            return Figures(
                first=shown[0],
                last=last,
                calls=rounded(count),
                minutes=rounded(minutes or 0) if count >= STEP else 0,
                days={day: rounded(started[day]) for day in shown},
                languages=_by(connection, calls.c.language, recent),
                outcomes=_by(connection, calls.c.outcome, recent),
                heard=_heard(connection, recent),
                left=_left(connection, recent),
            )


def rounded(count: int) -> int:
    """A count as it may be told."""
    return count - count % STEP


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    naive = datetime.combine(day, time.min)
    return naive.astimezone() if zone is None else naive.replace(tzinfo=zone)


def _by(
    connection: Connection, column: ColumnElement[str | None], recent: ColumnElement[bool]
) -> Mapping[str, int]:
    counted = select(column, func.count()).where(recent, column.is_not(None)).group_by(column)
    return _told(connection.execute(counted))


def _heard(connection: Connection, recent: ColumnElement[bool]) -> Mapping[str, int]:
    counted = (
        select(turns.c.node, func.count(turns.c.call.distinct()))
        .join(calls, calls.c.id == turns.c.call)
        .where(recent)
        .group_by(turns.c.node)
    )
    return _told(connection.execute(counted))


def _left(connection: Connection, recent: ColumnElement[bool]) -> Mapping[str, int]:
    final = (
        select(turns.c.call, func.max(turns.c.sequence).label("sequence"))
        .join(calls, calls.c.id == turns.c.call)
        .where(recent, calls.c.how == BY_THE_CALLER)
        .group_by(turns.c.call)
        .subquery()
    )
    same = (turns.c.call == final.c.call) & (turns.c.sequence == final.c.sequence)
    counted = select(turns.c.node, func.count()).join(final, same).group_by(turns.c.node)
    return _told(connection.execute(counted))


def _told(counts: Iterable[tuple[str | None, int]]) -> Mapping[str, int]:
    """Those that may be told, the most frequent first; equal ones by name, which tells no order."""
    told = {name: rounded(count) for name, count in counts if name and count >= STEP}
    return dict(sorted(told.items(), key=lambda each: (-each[1], each[0])))
