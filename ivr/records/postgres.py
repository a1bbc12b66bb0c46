"""PostgreSQL: connections that wait no longer than they were told, and what errors mean."""

import time
from math import ceil
from typing import Any, Final, TypeVar

import psycopg
from psycopg import OperationalError
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

from ivr.records.errors import Reason

Row = TypeVar("Row")

INTERVAL: Final = 0.1
"""Seconds between looks at whether an answer is overdue."""

GRACE: Final = 0.5
"""Seconds that a server is given to say by itself that something took too long."""

SHORTEST_CONNECT: Final = 2
"""Seconds: what PostgreSQL's library waits at least."""

REASONS: Final = (
    ("57014", Reason.BUSY),  # ended after statement_timeout
    ("55P03", Reason.BUSY),  # ended after lock_timeout
    ("40", Reason.BUSY),  # rolled back in favour of another
    ("53300", Reason.BUSY),  # too many connections
    ("53", Reason.FULL),
    ("25006", Reason.READ_ONLY),
    ("42501", Reason.READ_ONLY),  # this user may not
    ("42P01", Reason.OUTDATED),
    ("42703", Reason.OUTDATED),
    ("23", Reason.CONFLICT),
    ("XX001", Reason.DAMAGED),
    ("XX002", Reason.DAMAGED),
    ("08", Reason.AWAY),
    ("57", Reason.AWAY),
    ("28", Reason.AWAY),  # wrong password
    ("3D", Reason.AWAY),  # no such database
    ("58", Reason.AWAY),
)


class Connection(psycopg.Connection[TupleRow]):
    """A connection that gives up when an answer is overdue, even if the server hangs.

    The server has its own time limits, which end a statement there. They are no help when it has
    stopped altogether, and then nothing else would end the waiting.
    """

    limit: float = SHORTEST_CONNECT
    deadline: float | None = None
    """When the transaction under way has to be over, by the monotonic clock."""

    def wait(
        self, gen: PQGen[Row], interval: float = INTERVAL, timeout: float | None = None
    ) -> Row:
        """The result of talking to the server; the connection is closed if it is overdue."""
        now = time.monotonic()
        deadline = now + self.limit if self.deadline is None else self.deadline
        left = max(deadline - now, 0)
        try:
            return super().wait(gen, interval, left if timeout is None else min(left, timeout))
        except OperationalError:
            if time.monotonic() >= deadline:
                self.pgconn.finish()
            raise


def connect(arguments: dict[str, Any], wait: float, *, durable: bool) -> Connection:
    """A connection on which no statement takes longer than ``wait`` seconds.

    A commit on a durable one returns when the server has written to its disk.
    """
    arguments = {
        "connect_timeout": max(SHORTEST_CONNECT, ceil(wait)),
        "application_name": "careline",
        "tcp_user_timeout": ceil(wait * 1000),
        **arguments,
    }
    made = Connection.connect(**arguments, autocommit=True)
    made.limit = wait + GRACE
    milliseconds = str(ceil(wait * 1000))
    for name, value in {
        "statement_timeout": milliseconds,
        "lock_timeout": milliseconds,
        "idle_in_transaction_session_timeout": str(ceil(wait * 10_000)),
        "synchronous_commit": "on" if durable else "off",
    }.items():
        made.execute("SELECT set_config(%s, %s, false)", (name, value))
    made.autocommit = False
    return made


def reason(error: BaseException | None) -> Reason | None:
    """Why PostgreSQL failed; nothing if it did not."""
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate
    if code is None:
        # Nothing came back: from the server, when the waiting ended, or from the network.
        return Reason.AWAY if isinstance(error, OperationalError) else Reason.OTHER
    return next((why for start, why in REASONS if code.startswith(start)), Reason.OTHER)
