"""Sealing everything with the newest key, so that older ones can be retired."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, select, update

from ivr.records.errors import SealError
from ivr.records.sealing import Purpose
from ivr.records.store import Store
from ivr.records.tables import opt_outs, requests, texts, voicemails

SLICE: Final = 100

SEALED: Final = (
    (requests, (Purpose.REQUEST_NUMBER, Purpose.REQUEST_TOPIC, Purpose.REQUEST_NOTE)),
    (voicemails, (Purpose.VOICEMAIL_NUMBER, Purpose.VOICEMAIL_RECORDING)),
    (texts, (Purpose.TEXT_NUMBER, Purpose.TEXT_TOPIC)),
    (opt_outs, (Purpose.OPT_OUT_NUMBER,)),
)
"""Tables and what is sealed in them. Places to resume at are gone before anybody could."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """Rows that were sealed again, and rows that no listed key opens."""

    rows: int
    unreadable: int


def reseal(store: Store) -> Resealed:
    """Seal and hash everything with the newest key. Can be stopped, and run again.

    Raises DatabaseError if that can't be done; what was sealed again until then is.
    """
    rows = unreadable = 0
    for table, purposes in SEALED:
        after = ""
        while True:
            with store.database.writing() as connection:
                some = select(table).where(table.c.id > after).order_by(table.c.id).limit(SLICE)
                found = connection.execute(some.with_for_update()).all()
                for row in found:
                    try:
                        values = _again(store, row, purposes)
                    except SealError:
                        unreadable += 1
                        continue
                    if values:
                        rows += 1
                        same = table.c.id == row.id
                        connection.execute(update(table).where(same).values(values))
            if len(found) < SLICE:
                break
            after = found[-1].id
    store.database.tidy()
    return Resealed(rows, unreadable)


def _again(store: Store, row: Row[Any], purposes: tuple[Purpose, ...]) -> dict[str, object]:
    """What is to be written of a row: nothing if the newest key has sealed it all."""
    sealer, values = store.sealer, dict[str, object]()
    for purpose in purposes:
        column = purpose.partition(".")[2]
        sealed: bytes | None = getattr(row, column)
        if sealed is None or sealer.is_newest(sealed):
            continue
        plain = sealer.open(sealed, purpose, row.id)
        values[column] = sealer.seal(plain, purpose, row.id)
        if column == "number":
            number = sealer.open_text(sealed, purpose, row.id)
            values["number_hash"] = sealer.number_hashes(number)[0]
    return values
