"""A call between two acts of its caller, as a value from which another handset can go on."""

from dataclasses import dataclass

from ivr.phone.call import Numbers
from ivr.phone.transport import Reply


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a call waits for its caller.

    ``document`` is what the webhook answered last, and ``executed`` how many of its verbs were
    executed, the one that waits included. ``clock`` and ``audible`` are those of the handset.

    How many documents were fetched in a row is not kept: where the line waits it is none.
    """

    numbers: Numbers
    document: Reply
    executed: int
    clock: float
    audible: float
