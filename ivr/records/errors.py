"""What can go wrong with records, told to who can mend it, never with what is kept."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ivr.errors import CarelineError


class RecordsError(CarelineError):
    """Raised if something can't be kept, found or opened. Every other error here is one."""


class Reason(StrEnum):
    """Why the database did not do what it was asked."""

    AWAY = "away"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    OUTDATED = "outdated"
    NEWER = "newer"
    DAMAGED = "damaged"
    CONFLICT = "conflict"
    OTHER = "other"


TOLD: Final = MappingProxyType(
    {
        Reason.AWAY: "the database can't be reached: is it up, and is IVR_DATABASE_URL right?",
        Reason.BUSY: "the database did not answer in time: something else holds it",
        Reason.FULL: "the database has no room left: make room on its disk",
        Reason.READ_ONLY: "the database can only be read: let this user write to it",
        Reason.OUTDATED: "the database lacks tables: every command that uses it, such as "
        "`ivr requests`, brings it up to date",
        Reason.NEWER: "the database was brought up to date by a newer Careline: "
        "use that version, or restore an older copy",
        Reason.DAMAGED: "the database is damaged, or is no database: restore a copy of it",
        Reason.CONFLICT: "the database holds something else in that place already",
        Reason.OTHER: "the database refused what it was asked",
    }
)

PASSING: Final = frozenset(
    {Reason.AWAY, Reason.BUSY, Reason.FULL, Reason.READ_ONLY, Reason.OUTDATED}
)


class DatabaseError(RecordsError):
    """Raised if the database did not do what it was asked; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(TOLD[reason])

    @property
    def passing(self) -> bool:
        """Whether the same may work later, when somebody has mended the database."""
        return self.reason in PASSING


class AddressError(RecordsError):
    """Raised if an address is not that of a database that Careline can use."""

    def __init__(self) -> None:
        super().__init__(
            "IVR_DATABASE_URL is not the address of a database: write sqlite:///var/careline.db "
            "for a file, or postgresql://user:password@host/name"
        )


class NumberError(RecordsError):
    """Raised if something is not a telephone number. Does not repeat it."""

    def __init__(self) -> None:
        super().__init__(
            "that is not a telephone number: write it as + and digits, "
            "with the country first, such as +15555550100"
        )


class SealError(RecordsError):
    """Raised if something sealed can't be opened: another key, another place, or changed."""

    def __init__(self) -> None:
        super().__init__(
            "what is kept could not be opened: it was sealed with a key that IVR_SECRET_KEY does "
            "not list any more, or it was changed"
        )


class TooManyTextsError(RecordsError):
    """Raised if a call, or the number that is calling, has asked for enough texts."""

    def __init__(self) -> None:
        super().__init__("no more texts are sent for this call, or to this number today")


class RequestError(RecordsError):
    """Raised if a request to be called back is not there, or somebody else has taken it."""


class UserError(RecordsError):
    """Raised if a user of the console can't be made as asked."""
