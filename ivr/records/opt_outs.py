"""Numbers that want no texts: kept sealed, for as long as they want none."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from ivr.records.database import insert
from ivr.records.numbers import normalised
from ivr.records.sealing import Purpose
from ivr.records.store import Store, new_id
from ivr.records.tables import opt_outs


def opted_out(connection: Connection, store: Store, number: str) -> bool:
    """Whether a number wants no texts.

    Raises NumberError if it is none.
    """
    hashes = store.sealer.number_hashes(number)
    wanted = select(opt_outs.c.id).where(opt_outs.c.number_hash.in_(hashes))
    return connection.scalar(wanted) is not None


def opt_out(connection: Connection, store: Store, number: str, now: datetime) -> None:
    """Send no text to a number from now on.

    Raises NumberError if it is none.
    """
    if opted_out(connection, store, number):
        return
    sealer, row = store.sealer, new_id()
    values = {
        "id": row,
        "number": sealer.seal_text(normalised(number), Purpose.OPT_OUT_NUMBER, row),
        "number_hash": sealer.number_hashes(number)[0],
        "since": now,
    }
    made = insert(connection, opt_outs).values(values)
    connection.execute(made.on_conflict_do_nothing())


def opt_in(connection: Connection, store: Store, number: str) -> None:
    """Send texts to a number again.

    Raises NumberError if it is none.
    """
    hashes = store.sealer.number_hashes(number)
    connection.execute(delete(opt_outs).where(opt_outs.c.number_hash.in_(hashes)))
