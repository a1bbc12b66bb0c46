"""The shape of the words for opening hours, in ``prompts/<language>/service.yaml``."""

from typing import Annotated

from pydantic import Field

from ivr.authoring.shape import Shape, Text


class HoursWordsShape(Shape):
    """What {hours:line} says. Marks in braces stand for a time, a day and a time zone."""

    at: Text = Field(
        default="{time}",
        description="How a time is said, such as 8 in the evening. Mark: {time}. Where the "
        "language wants an article, it stands here.",
        examples=["{time}", "las {time}"],
    )
    at_one: Text | None = Field(
        default=None,
        description="The same for one o'clock, where that is said in another way. Mark: {time}.",
        examples=["la {time}"],
    )
    always: Text = Field(
        description="Said of a line that always answers.", examples=["They answer day and night."]
    )
    open: Text = Field(
        description="Said while somebody answers. Marks: {time} and {zone}.",
        examples=["They answer now, until {time}, {zone}."],
    )
    opens_today: Text = Field(
        description="Said before a line opens today. Marks: {time} and {zone}.",
        examples=["They are closed now. They open today at {time}, {zone}."],
    )
    opens_tomorrow: Text = Field(
        description="Said when a line opens on the next day. Marks: {time} and {zone}.",
        examples=["They are closed now. They open tomorrow at {time}, {zone}."],
    )
    opens_on: Text = Field(
        description="Said when a line opens later. Marks: {day}, {time} and {zone}.",
        examples=["They are closed now. They open on {day} at {time}, {zone}."],
    )
    zones: dict[
        Text,
        Annotated[Text, Field(description="Its name here.", examples=["hora del Este"])],
    ] = Field(
        default={},
        description="What people here call a time zone, by its name in the tz database, where they "
        "do not call it as the Unicode CLDR does.",
        examples=[{"America/New_York": "hora del Este"}],
    )
