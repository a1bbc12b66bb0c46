"""Deleting what was kept long enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, delete, false, func, select, tuple_

from ivr.records.store import Store
from ivr.records.tables import audit, calls, requests, resumes, texts, turns, voicemails
from ivr.records.voicemails import NOT_THERE, UNHEARD
from ivr.retention import Retention

SLICE: Final = 1_000
"""Rows that are deleted in one transaction, so that no call has to wait for long."""

_UNHEARD: Final = voicemails.c.state.in_(UNHEARD)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went, by kind; and voicemails that stay because they are at the provider.

    ``unanswered`` among the counts are requests for help that nobody has seen to. ``unheard`` are
    those of the voicemails that went which nobody had heard.
    """

    counts: Mapping[str, int]
    voicemails_at_provider: int
    unheard: int


def purge(store: Store, retention: Retention, now: datetime) -> Purged:
    """Delete what was kept as long as it may be, and report how much of each kind.

    Raises DatabaseError if that can't be done; what was deleted until then is.
    """

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    old_voicemail = voicemails.c.created < before(retention.voicemails)
    # What was given up because the provider has no such recording is not there either.
    gone = voicemails.c.given_up.is_not(None) & (voicemails.c.error == NOT_THERE)
    at_provider = voicemails.c.provider_sid.is_not(None) & ~func.coalesce(gone, false())
    unanswered = requests.c.done.is_(None)
    kinds: dict[str, tuple[Table, ColumnElement[bool]]] = {
        "calls": (calls, calls.c.started < before(retention.calls)),
        "turns": (turns, turns.c.at < before(retention.turns)),
        "requests": (requests, requests.c.done < before(retention.requests)),
        "unanswered": (requests, unanswered & (requests.c.created < before(retention.unanswered))),
        "voicemails": (voicemails, old_voicemail & ~at_provider),
        "texts": (texts, texts.c.created < before(retention.texts)),
        "resumes": (resumes, resumes.c.expires <= now),
        "audit": (audit, audit.c.at < before(retention.audit)),
    }
    unheard = _deleted(store, voicemails, old_voicemail & ~at_provider & _UNHEARD)
    counts = {kind: _deleted(store, *what) for kind, what in kinds.items()}
    counts["voicemails"] += unheard
    with store.database.reading() as connection:
        left = connection.execute(select(voicemails.c.id).where(old_voicemail)).all()
    store.database.tidy()
    return Purged(counts, len(left), unheard)


def _deleted(store: Store, table: Table, condition: ColumnElement[bool]) -> int:
    key = tuple_(*table.primary_key.columns)
    some = select(*table.primary_key.columns).where(condition).limit(SLICE)
    total = 0
    while True:
        with store.database.writing() as connection:
            count = connection.execute(delete(table).where(key.in_(some))).rowcount
        total += count
        if count < SLICE:
            return total
