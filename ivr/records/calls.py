"""What the journal holds: facts about calls, and their turns. No digits, no words, no numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from sqlalchemy import Connection, func

from ivr.records.database import insert
from ivr.records.sealing import Sealer
from ivr.records.tables import calls, turns

MINUTE = 60

ONLY_HEARD, BY_THE_CALLER = "information", "caller"

UNLESS_MORE_IS_KNOWN: Final = {"outcome": ONLY_HEARD, "how": BY_THE_CALLER}
"""What is said of a call that is over. Twilio may tell that before the line has told the rest."""

LONGEST_KEPT: Final = timedelta(minutes=30)
"""For how long it may be known where a caller was."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of a call so far; what is left out stays as it was written before.

    It may be told in any order and any number of times: when a call begins, when the caller
    chooses another language, when it ends. ``outcome`` is what came of it, ``how`` how it ended:
    what was told first of these two stays, unless it was what is told of every call that is over.
    """

    call_sid: str = field(repr=False)
    started: datetime
    language: str | None = None
    slow: bool | None = None
    outcome: str | None = None
    ended: datetime | None = None
    how: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """One turn of a call: where it led, and of which kind what the caller did was."""

    call_sid: str = field(repr=False)
    sequence: int
    at: datetime
    node: str = field(repr=False)
    outcome: str


@dataclass(frozen=True, slots=True)
class PlaceLeft:
    """Where a caller would be if the call broke off now, by their number: language, node, part.

    None where nothing is left to go on with. It is kept no longer than ``kept``.
    """

    number: str = field(repr=False)
    place: tuple[str, str, int] | None = field(repr=False)
    at: datetime
    kept: timedelta = LONGEST_KEPT


def write_calls(connection: Connection, sealer: Sealer, facts: Sequence[CallFacts]) -> None:
    """Write facts about calls, each beside what was written before."""
    if not facts:
        return
    made = insert(connection, calls)
    later = ("language", "slow", "outcome", "ended", "how", "minutes")
    kept = {name: func.coalesce(made.excluded[name], calls.c[name]) for name in later}
    for name, least in UNLESS_MORE_IS_KNOWN.items():
        before, now = calls.c[name], made.excluded[name]
        kept[name] = func.coalesce(func.nullif(before, least), now, before)
    rows = [
        {
            "id": sealer.call_id(each.call_sid),
            "started": each.started,
            "language": each.language,
            "slow": each.slow,
            "outcome": each.outcome,
            "ended": each.ended,
            "how": each.how,
            "minutes": None if each.seconds is None else ceil(each.seconds / MINUTE),
        }
        for each in facts
    ]
    connection.execute(made.on_conflict_do_update(index_elements=[calls.c.id], set_=kept), rows)


def write_turns(connection: Connection, sealer: Sealer, taken: Sequence[TurnTaken]) -> None:
    """Write turns; one that was written before stays as it is."""
    if not taken:
        return
    rows = [
        {
            "call": sealer.call_id(each.call_sid),
            "sequence": each.sequence,
            "at": each.at,
            "node": each.node,
            "outcome": each.outcome,
        }
        for each in taken
    ]
    connection.execute(insert(connection, turns).on_conflict_do_nothing(), rows)
