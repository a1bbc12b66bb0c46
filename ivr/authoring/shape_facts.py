"""The shapes of ``prompts/directory.yaml`` and ``prompts/sources.yaml``: what facts rest on."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ivr.authoring.shape import Date, Name, Shape, SourceId, Text

LineId = Annotated[str, StringConstraints(pattern=r"^[^{}]+$")]
"""What can stand in ``{number:...}``."""


class LineShape(Shape):
    """A telephone line. Texts speak its number as {number:id} and its name as {name:id}."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]+(-[0-9]+)*$")] = Field(
        description="The telephone number in groups of digits, as it is said; a hyphen is a pause.",
        examples=["1-800-227-2345", "988"],
    )
    hours: Text | None = Field(
        default=None,
        description="When somebody answers. Only where that is sure.",
        examples=["always", "9 to 5 Eastern, Monday to Friday"],
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
    note: Text | None = Field(
        default=None,
        description="Where the source is weak, or what to be careful about.",
        examples=["an older copy"],
    )


DirectoryShape = dict[LineId, LineShape]
"""``prompts/directory.yaml``: id → telephone line."""

SourcesShape = dict[SourceId, SourceShape]
"""``prompts/sources.yaml``: id → source."""
