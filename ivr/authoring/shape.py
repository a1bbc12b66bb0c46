"""What the shapes of all files are made of.

Everything arrives as text or nothing, exactly as the author wrote it, and is converted here.
"""

from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_truth(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _a_day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no_such_day", "there is no such day") from None
    return value


Date = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"),
    AfterValidator(_a_day),
    Field(json_schema_extra={"format": "date"}),
]
Parts = Annotated[list[Text], BeforeValidator(_as_list, json_schema_input_type=Text | list[Text])]


def _as_lines(value: object) -> object:
    if not isinstance(value, str):
        return value
    lines = (line.strip() for line in value.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


Lines = Annotated[list[Text], BeforeValidator(_as_lines, json_schema_input_type=Text | list[Text])]
"""A list, or a text with one entry a line, in which lines that begin with # are comments."""

Truth = Annotated[bool, BeforeValidator(_as_truth), Field(strict=True)]


class Shape(BaseModel):
    """A part of a file: no key is allowed that isn't listed here."""

    model_config = ConfigDict(extra="forbid", frozen=True)
