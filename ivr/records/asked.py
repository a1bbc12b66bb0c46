"""A request to be called back as a value: what a caller asks for, and what staff see of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RequestState(StrEnum):
    """How far a request is."""

    NEW = "new"
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller asks for. The same ``key`` is the same wish, however often it comes.

    ``topic`` is what they want to talk about, if they agreed that it is kept.
    """

    key: str = field(repr=False)
    number: str = field(repr=False)
    language: str
    best_time: str
    due: datetime
    topic: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as staff see it. Without ``number``, its key is not listed any more."""

    reference: str
    number: str | None = field(repr=False)
    language: str
    best_time: str
    topic: str | None = field(repr=False)
    state: RequestState
    created: datetime
    due: datetime
    taken_by: str | None
    taken: datetime | None
    done: datetime | None
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What everybody may know of an open request: nothing of who asked, or about what."""

    reference: str
    language: str
    best_time: str
    state: RequestState
    created: datetime
    due: datetime
    taken_by: str | None
