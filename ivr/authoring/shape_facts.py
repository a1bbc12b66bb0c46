"""The shapes of ``prompts/directory.yaml`` and ``prompts/sources.yaml``: what facts rest on."""

from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ivr.authoring.openings import overlapping, weekdays
from ivr.authoring.shape import Date, Name, Shape, SourceId, Text

LineId = Annotated[str, StringConstraints(pattern=r"^[^{}]+$")]
"""What can stand in ``{number:...}``."""


Number = Annotated[str, StringConstraints(pattern=r"^[0-9]+(-[0-9]+)*$")]
DAYS_PATTERN: Final = r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$"
SPAN_PATTERN: Final = r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$"


def _forwards(span: str) -> str:
    opens, _, closes = span.partition("-")
    if closes <= opens:
        raise PydanticCustomError("ends_first", "it ends before it begins")
    return span


def _apart(opening: dict[str, str]) -> dict[str, str]:
    for first, second in overlapping(opening):
        (day, *_) = (day for day in weekdays(first) if day in weekdays(second))
        raise PydanticCustomError(
            "overlap",
            "{day} stands in both {first} and {second}, and the hours overlap",
            {"day": day, "first": first, "second": second},
        )
    return opening


Days = Annotated[str, StringConstraints(pattern=DAYS_PATTERN)]
Span = Annotated[
    str,
    StringConstraints(pattern=SPAN_PATTERN),
    AfterValidator(_forwards),
    Field(description="From when until when.", examples=["09:00-17:00"]),
]


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise PydanticCustomError("no_such_zone", "there is no such time zone") from None
    return zone


class HoursShape(Shape):
    """Opening hours in the line's own time zone."""

    zone: Annotated[Text, AfterValidator(_known_zone)] = Field(
        description="The time zone of the hours, by its name in the tz database.",
        examples=["America/New_York"],
    )
    open: Annotated[dict[Days, Span], Field(min_length=1), AfterValidator(_apart)] = Field(
        description="A day or days, and from when until when: 24 hours, two digits each. Where a "
        "day is not named, nobody answers. Hours over midnight are two: until 24:00, and from "
        "00:00 on the next day.",
        examples=[{"mon-thu": "10:00-18:00", "fri": "10:00-17:00"}],
    )


def _as_hours(value: object) -> object:
    return {"zone": "UTC", "open": {"mon-sun": "00:00-24:00"}} if value == "always" else value


class LineShape(Shape):
    """A telephone line. Texts speak its number as {number:id} and its name as {name:id}."""

    number: Number = Field(
        description="The telephone number in groups of digits, as it is said; a hyphen is a pause.",
        examples=["1-800-227-2345", "988"],
    )
    hours: (
        Annotated[
            HoursShape,
            BeforeValidator(_as_hours, json_schema_input_type=Literal["always"] | HoursShape),
        ]
        | None
    ) = Field(
        default=None,
        description="When somebody answers: `always`, or opening hours. Only where that is sure, "
        "since {hours:id} tells callers whether the line answers now.",
        examples=["always", {"zone": "America/New_York", "open": {"mon-fri": "09:00-17:00"}}],
    )
    tty: Number | None = Field(
        default=None,
        description="Its number for text telephones, in groups.",
        examples=["1-877-486-2048"],
    )
    languages: list[Name] = Field(
        default=[],
        description="Codes of the languages that are spoken there. Only where a page names them.",
        examples=[["en", "es"]],
    )
    access: Text | None = Field(
        default=None,
        description="How people reach it who can't call as others do: TTY, relay, texts.",
        examples=["for Spanish press 2; by TTY dial 711, then 988"],
    )
    offers: Text = Field(
        description="What a caller gets there. For editors; it is not spoken.",
        examples=["information about cancer, and rides"],
    )
    source: SourceId = Field(
        description="Where the number comes from: an id in prompts/sources.yaml.",
        examples=["acs"],
    )
    confidence: Literal["high", "medium"] = Field(
        description="How sure the number and what is offered are: `high` if the owner's own page "
        "says so, `medium` if there is some doubt.",
        examples=["high"],
    )
    last_dialled: Date | None = Field(
        default=None,
        description="The day on which somebody last called this number and heard who answered: "
        "year-month-day. Leave it out until then.",
        examples=["2026-11-23"],
    )


class SourceShape(Shape):
    """A source of facts. Texts name it by its id, under `sources`."""

    title: Text = Field(
        description="What the page or document is called.", examples=["Recurrent breast cancer"]
    )
    owner: Text = Field(
        description="Who published it and answers for it.", examples=["American Cancer Society"]
    )
    address: Text = Field(
        description="Where it can be found again: a web address, or the name of a stored copy.",
        examples=["cancer.org"],
    )
    looked_at: Date = Field(
        description="The day on which somebody last read it: year-month-day.",
        examples=["2026-11-23"],
    )
    used_for: Text = Field(
        description="Which facts were taken from it.",
        examples=["kinds of recurrence; local and regional treatment"],
    )
    licence: Text = Field(
        description="What may be done with its words. Facts are free; sentences are not, unless "
        "this says so. Where it is not sure, the stricter.",
        examples=["US government work, public domain", "all rights reserved; facts only"],
    )
    note: Text | None = Field(
        default=None,
        description="Where the source is weak, or what to be careful about.",
        examples=["an older copy"],
    )


DirectoryShape = dict[LineId, LineShape]
"""``prompts/directory.yaml``: id → telephone line."""

SourcesShape = dict[SourceId, SourceShape]
"""``prompts/sources.yaml``: id → source."""
