"""Forgetting a person: everything that is kept under their number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from ivr.records.audit import Entry, note_down
from ivr.records.store import Store
from ivr.records.tables import requests, resumes, texts, voicemails
from ivr.records.voicemails import discarding

TABLES: Final = (requests, texts, voicemails, resumes)
SEALED: Final = (requests.c.number, texts.c.number, voicemails.c.number, resumes.c.state)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of each kind went.

    ``at_provider`` names recordings that the provider still holds: what is left of them here is a
    row without a number that asks a worker to delete them there.
    ``unreadable`` counts rows that stay because no listed key tells whose they are.
    """

    requests: int
    texts: int
    voicemails: int
    resumes: int
    at_provider: tuple[str, ...]
    unreadable: int


def forget(store: Store, number: str, *, by: str, now: datetime) -> Forgotten:
    """Delete all that is kept under a number: all of it, or nothing if that fails.

    That the number wants no texts is kept, since else it would get some again. Calls and turns
    hold no number, so nobody can tell which were this person's.

    Raises NumberError if it is no number, DatabaseError if that can't be done.
    """
    hashes = store.sealer.number_hashes(number)
    with store.database.writing() as connection:
        held = select(voicemails.c.provider_sid).where(
            voicemails.c.number_hash.in_(hashes), voicemails.c.provider_sid.is_not(None)
        )
        at_provider = tuple(connection.scalars(held))
        theirs = voicemails.c.number_hash.in_(hashes) & voicemails.c.provider_sid.is_not(None)
        connection.execute(discarding(now).where(theirs))
        counts = {
            table.name: connection.execute(
                delete(table).where(table.c.number_hash.in_(hashes))
            ).rowcount
            for table in TABLES
        }
        counts[voicemails.name] += len(at_provider)
        unreadable = sum(
            not store.sealer.can_open(sealed)
            for column in SEALED
            for sealed in connection.scalars(select(column).where(column.is_not(None)))
        )
        note_down(connection, [Entry(now, by, "forgot", "number", "")])
    store.database.tidy()
    return Forgotten(**counts, at_provider=at_provider, unreadable=unreadable)
