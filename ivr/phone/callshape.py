"""The shape of a call file: who calls, and what is heard, done and expected step by step."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from ivr.authoring.json_schema import never_empty
from ivr.authoring.schema import Parts, Shape, Text, Truth
from ivr.phone.call import DialOutcome

Keys = Annotated[str, StringConstraints(pattern=r"^[0-9*#]+$")]

EMPTY: Final = "nothing is written after the colon"


def _written(value: object) -> object:
    if value is None:
        raise PydanticCustomError("empty", EMPTY)
    return value


Written = BeforeValidator(_written)


def _as_count(value: object) -> object:
    return "1" if value == "true" else value


True_ = Annotated[Literal["true"], WithJsonSchema({"type": "boolean", "const": True})]
"""The word that is read as it was written, and that an editor takes for a truth."""

# One schema rather than a choice of two: for a 0, plug-ins would say that true was expected.
Times = Annotated[
    int,
    WithJsonSchema(
        {
            "type": ["boolean", "integer", "string"],
            "pattern": "^[0-9]+$",
            "minimum": 1,
            "maximum": 50,
            "not": {"const": False},
        }
    ),
]
"""What `silence` may say: true, or a number."""


class StepShape(Shape):
    """One step: exactly one thing that is heard, done or expected."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    hears: Annotated[Parts | None, Written] = Field(
        default=None,
        description="What was said since the caller's last act: a text, or a list of texts in any "
        "place. Capitals and punctuation don't matter, and a few words are enough.",
        examples=["press 4", ["Careline", "press 5"]],
        json_schema_extra=never_empty,
    )
    does_not_hear: Annotated[Parts | None, Written] = Field(
        default=None,
        description="What was not said since the caller's last act: a text, or a list of texts.",
        examples=["Take your time"],
        json_schema_extra=never_empty,
    )
    within: Annotated[float | None, Field(gt=0, allow_inf_nan=False), Written] = Field(
        default=None,
        description="At most so many seconds were heard so far. What the caller interrupted by "
        "pressing a key counts only as far as it was heard.",
        examples=[30],
        json_schema_extra=never_empty,
    )
    dials: Annotated[Text | None, Written] = Field(
        default=None,
        description="The line is calling this number. In quotes, with + and the country.",
        examples=["+15555550100"],
        json_schema_extra=never_empty,
    )
    whispers: Annotated[Text | None, Written] = Field(
        default=None,
        description="What somebody who answered the line's last call to them was told, before they "
        "took the call or did not.",
        examples=["To take the call, press 1"],
        json_schema_extra=never_empty,
    )
    ends: Annotated[Truth | None, Written] = Field(
        default=None,
        description="true: the line has ended the call. false: the call goes on.",
        examples=[False],
        json_schema_extra=never_empty,
    )
    press: Annotated[Keys | None, Written] = Field(
        default=None,
        description="Keys that the caller presses, one after another: 0 to 9, * and #. In quotes; "
        "a single digit may stand without.",
        examples=["1", "41##"],
        json_schema_extra=never_empty,
    )
    says: Annotated[Text | None, Written] = Field(
        default=None,
        description="The caller speaks these words.",
        examples=["hospice"],
        json_schema_extra=never_empty,
    )
    mumbles: Annotated[Text | None, Written] = Field(
        default=None,
        description="The caller speaks these words, and the recogniser is not sure of them.",
        examples=["hospice"],
        json_schema_extra=never_empty,
    )
    silence: Annotated[
        int | None,
        Field(ge=1, le=50),
        BeforeValidator(_as_count, json_schema_input_type=Times),
        Written,
    ] = Field(
        default=None,
        description="The caller stays silent: true for once, or how many times (1 to 50).",
        examples=[True, 3],
    )
    dial_outcome: Annotated[DialOutcome | None, Written] = Field(
        default=None,
        description="What came of the call that the line was making: `completed` if somebody "
        "talked with the caller, `declined` if somebody or a machine answered and did not take it.",
        examples=["busy"],
        json_schema_extra=never_empty,
    )
    hangs_up: Annotated[True_ | None, Written] = Field(
        default=None,
        description="true: the caller hangs up. Nothing can be pressed or said after it.",
        examples=[True],
        json_schema_extra=never_empty,
    )
    calls_again: Annotated[True_ | None, Written] = Field(
        default=None,
        description="true: the same caller calls again, after a call that has ended.",
        examples=[True],
        json_schema_extra=never_empty,
    )


def _a_moment(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("no_such_moment", "there is no such moment")
    return value


class CallShape(Shape):
    """``tests/calls/*.yaml``: a whole call."""

    call: Text = Field(
        description="In one sentence, what this call shows.",
        examples=["a caller finds out what a regional recurrence is"],
    )
    caller: Annotated[Text | None, Written] = Field(
        default=None,
        alias="from",
        description="The caller's number, or how it is withheld. Left out: a made-up number.",
        examples=["anonymous", "+15555550142"],
        json_schema_extra=never_empty,
    )
    at: Annotated[Text | None, AfterValidator(_a_moment), Written] = Field(
        default=None,
        description="The moment of the call, with its distance from UTC. Left out: now. A line "
        "that is up somewhere else has its own clock.",
        examples=["2026-12-25T10:00-05:00"],
        json_schema_extra=never_empty,
    )
    environment: dict[
        str,
        Annotated[
            str,
            Field(
                description="The value of this setting, in quotes.",
                # 1 and true may stand without quotes: they are read as they were written.
                json_schema_extra={"type": ["string", "number", "boolean"]},
            ),
        ],
    ] = Field(
        default={},
        description="Settings of the line for this call: the environment variables of the README.",
        examples=[{"IVR_STAFF_NUMBERS": "+15555550100,+15555550101"}],
    )
    steps: Annotated[list[StepShape], Field(min_length=1)] = Field(
        description="What is heard and done, in the order in which it happens. Write each step "
        "under a dash of its own.",
        examples=[[{"hears": "Careline"}, {"press": 1}, {"ends": False}]],
    )
