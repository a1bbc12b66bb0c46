"""The shapes of the nodes that do something for a caller: numbers, messages, texts, call backs."""

from enum import StrEnum

from pydantic import ConfigDict, Field

from ivr.authoring.json_schema import exactly_one, never_empty
from ivr.authoring.shape import Reference, Shape, Truth


class BestTime(StrEnum):
    """When a caller would like to be called back."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ANY = "any"


class CollectShape(Shape):
    """Asks for a telephone number, or keeps in mind what choosing this node says. One of them."""

    model_config = ConfigDict(json_schema_extra=exactly_one("number", "best_time", "topic"))

    number: Truth = Field(
        default=False,
        description="true: ask for a telephone number. The one that the caller is calling from is "
        "offered first; one that is typed is read back, and has to be confirmed.",
        examples=[True],
    )
    best_time: BestTime | None = Field(
        default=None,
        description="Say nothing, and keep in mind when the caller wants to be called.",
        examples=["morning"],
        json_schema_extra=never_empty,
    )
    topic: Truth | None = Field(
        default=None,
        description="Say nothing, and keep in mind whether the staff may know which text the "
        "caller was hearing: true or false.",
        examples=[True, False],
        json_schema_extra=never_empty,
    )
    then: Reference = Field(description="The node that follows.", examples=["best_time"])


class SaveShape(Shape):
    """Keeps the wish to be called back. Once it is kept, its words and a reference are said."""

    then: Reference = Field(
        description="The node that follows when the wish is kept.", examples=["main.main_menu"]
    )
    otherwise: Reference = Field(
        description="The node that follows when it could not be kept: numbers to call.",
        examples=["person_lines"],
    )


class RecordShape(Shape):
    """Lets the caller leave a message: asks, records, and lets them hear it and throw it away."""

    longest: int = Field(
        default=120,
        ge=10,
        le=600,
        description="Seconds that a message may take (10 to 600).",
        examples=[120],
    )
    then: Reference = Field(
        description="The node that follows when the caller is done.", examples=["main.main_menu"]
    )
    otherwise: Reference = Field(
        description="The node that follows when a message could not be kept: numbers to call.",
        examples=["person_lines"],
    )


class TextShape(Shape):
    """Sends what the caller was just reading, in short, as a text. Left out where there are none.

    The caller is asked first, and is told what others could see. After it they are back where
    they were.
    """

    of: Reference = Field(
        description="The reading that is sent to callers who come from none.",
        examples=["person_lines"],
    )
    otherwise: Reference = Field(
        description="The node that follows when the caller's number is not known: one that "
        "collects it, and leads back here.",
        examples=["text_number"],
    )
