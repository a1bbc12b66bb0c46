"""The shape of a staff group in ``flows/service.yaml``: who callers are connected with."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ivr.authoring import calendars
from ivr.authoring.json_schema import never_empty
from ivr.authoring.shape import Date, Shape
from ivr.authoring.shape_facts import HoursShape, Span


def _known_calendar(name: str) -> str:
    if not calendars.is_known(name):
        raise PydanticCustomError("no_such_calendar", "no holidays are known of that place")
    return name


class StaffOrder(StrEnum):
    """Which numbers of a group ring."""

    IN_ORDER = "in_order"
    AT_ONCE = "at_once"


class StaffHoursShape(HoursShape):
    """When people are there, in their own time zone."""

    holidays: Annotated[str, AfterValidator(_known_calendar)] | None = Field(
        default=None,
        description="Public holidays on which nobody is there: a country's code, such as US, or "
        "that of a part of it, such as US-NY.",
        examples=["US", "US-NY"],
    )
    exceptions: dict[
        Date,
        Annotated[
            Literal["closed"] | Span,
            Field(description="The hours of this day, or that nobody is there."),
        ],
    ] = Field(
        default={},
        description="Days on which other hours hold, holidays included: the date, and `closed` or "
        "from when until when.",
        examples=[{"2026-12-24": "closed", "2026-12-26": "10:00-12:00"}],
    )


class StaffShape(Shape):
    """A group of people whom callers can be connected with."""

    numbers_from: Annotated[str, StringConstraints(pattern=r"^IVR_STAFF_[A-Z0-9_]+$")] = Field(
        description="The environment variable that holds their telephone numbers. The numbers "
        "themselves never stand in a file.",
        examples=["IVR_STAFF_NUMBERS"],
    )
    ring: int = Field(
        default=30,
        ge=5,
        le=120,
        description="Seconds that their telephones ring before the call goes on without them "
        "(5 to 120).",
        examples=[25],
    )
    order: StaffOrder = Field(
        default=StaffOrder.IN_ORDER,
        description="`in_order`: one number rings after another. `at_once`: all ring together, and "
        "whoever answers first gets the call, even if it is a machine that won't take it.",
        examples=["in_order"],
    )
    hours: StaffHoursShape | None = Field(
        default=None,
        description="When they are there. Left out: always.",
        examples=[{"zone": "America/New_York", "open": {"mon-fri": "09:00-17:00"}}],
        json_schema_extra=never_empty,
    )
