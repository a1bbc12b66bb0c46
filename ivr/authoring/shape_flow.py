"""The shape of ``flows/<flow>.yaml``: nodes, and what leads where."""

from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, Field

from ivr.authoring.json_schema import exactly_one, never_empty
from ivr.authoring.shape import Key, Name, Reference, Shape, Truth
from ivr.authoring.shape_errands import CollectShape, RecordShape, SaveShape, TextShape
from ivr.authoring.shape_facts import LineId

KINDS: Final = (
    "menu",
    "read",
    "say",
    "collect",
    "record",
    "transfer",
    "text",
    "branch",
    "save",
    "goodbye",
)


def _as_nothing(value: object) -> object:
    return {} if value is None else value


Option = Annotated[
    Reference,
    Field(
        description="The node that this key leads to: its name, or flow.node if it stands in "
        "another flow. Menus call it by its label.",
        examples=["kind_local", "care.menu"],
    ),
]


class ReadShape(Shape):
    """A text that is read in parts; afterwards callers are offered what to do next."""

    also: dict[Key, Option] = Field(
        default={},
        description="What is offered after the text besides the line's own `after_reading`: "
        "a telephone key, and the node that it leads to.",
        examples=[{"2": "care.treat_local"}],
    )
    topic: Truth = Field(
        default=True,
        description="false: staff who call back are not told that the caller heard this, as with "
        "numbers to call.",
        examples=[False],
    )


class SayShape(Shape):
    """Words that ask nothing. The call goes on by itself."""

    then: Reference = Field(
        description="The node that follows, without a pause for the caller.",
        examples=["main_menu"],
    )


class CaseShape(Shape):
    """One way of a branch: a condition (exactly one), and the node that it leads to."""

    model_config = ConfigDict(json_schema_extra=exactly_one("reachable", "staffed", "language"))

    reachable: Name | None = Field(
        default=None,
        description="Go this way if this staff group (see `staff` in flows/service.yaml) has a "
        "number to call, and is there at this hour.",
        examples=["staff"],
        json_schema_extra=never_empty,
    )
    staffed: Name | None = Field(
        default=None,
        description="Go this way if this staff group has a number to call, at any hour.",
        examples=["staff"],
        json_schema_extra=never_empty,
    )
    language: Name | None = Field(
        default=None,
        description="Go this way if the call is in this language: its code in flows/service.yaml.",
        examples=["en"],
        json_schema_extra=never_empty,
    )
    then: Reference = Field(
        description="The node to go to if the condition holds.", examples=["staff_call"]
    )


class BranchShape(Shape):
    """A fork that callers don't notice: the first case that holds, otherwise another node."""

    cases: list[CaseShape] = Field(
        min_length=1, description="The ways to go, tried from the first to the last."
    )
    otherwise: Reference = Field(
        description="The node to go to if no case holds.", examples=["person_lines"]
    )


class TransferShape(Shape):
    """Connects the caller with people: of our staff, or of another line. One of the two."""

    model_config = ConfigDict(json_schema_extra=exactly_one("to", "line"))

    to: Name | None = Field(
        default=None,
        description="The staff group to ring, from `staff` in flows/service.yaml. Who answers is "
        "told that a caller waits, and presses 1 to take the call.",
        examples=["staff"],
        json_schema_extra=never_empty,
    )
    line: LineId | None = Field(
        default=None,
        description="The telephone line to call, from prompts/directory.yaml. The caller can come "
        "back with the star key: say so in the words of this node.",
        examples=["acs"],
        json_schema_extra=never_empty,
    )
    otherwise: Reference = Field(
        description="The node to go to if nobody is reached; numbers to call are a good one.",
        examples=["person_lines"],
    )


class NoShape(Shape):
    """A kind without settings."""


class NodeShape(Shape):
    """A place in the call. It has exactly one kind, such as menu, read, transfer or goodbye.

    Its words stand under the same name in prompts/<language>/<flow>.yaml.
    """

    model_config = ConfigDict(json_schema_extra=exactly_one(*KINDS))

    ask_first: Truth = Field(
        default=False,
        description="true: the text is hard to hear, so callers are warned. Before `read` they "
        "are asked (key 1 says yes); before `menu` the warning is only spoken. Its words are "
        "`ask_first` in the prompts.",
        examples=[True],
    )
    menu: Annotated[dict[Key, Option], Field(min_length=1)] | None = Field(
        default=None,
        description="Offers choices: a telephone key, and the node that it leads to. The keys in "
        "`keys` of flows/service.yaml are taken. Callers remember about five choices.",
        examples=[{"1": "kind_local", "2": "hospice.menu"}],
        json_schema_extra=never_empty,
    )
    read: Annotated[ReadShape, BeforeValidator(_as_nothing)] | None = Field(
        default=None,
        description="Reads a text in parts, then offers what to do next. Write {} if nothing is "
        "offered besides the line's own `after_reading`.",
        examples=[{}, {"also": {"2": "care.treat_local"}}],
    )
    say: SayShape | None = Field(
        default=None,
        description="Says something without waiting for the caller, then goes on.",
        examples=[{"then": "main_menu"}],
        json_schema_extra=never_empty,
    )
    branch: BranchShape | None = Field(
        default=None,
        description="Goes one way or another, silently: by who is on duty, or by language.",
        json_schema_extra=never_empty,
    )
    transfer: TransferShape | None = Field(
        default=None,
        description="Rings staff and connects the caller with whoever answers.",
        examples=[{"to": "staff", "otherwise": "person_lines"}],
        json_schema_extra=never_empty,
    )
    collect: CollectShape | None = Field(
        default=None,
        description="Asks for a telephone number, or keeps in mind what was chosen.",
        examples=[{"number": True, "then": "best_time"}],
        json_schema_extra=never_empty,
    )
    save: SaveShape | None = Field(
        default=None,
        description="Keeps the wish to be called back, and says its reference.",
        examples=[{"then": "main_menu", "otherwise": "person_lines"}],
        json_schema_extra=never_empty,
    )
    record: RecordShape | None = Field(
        default=None,
        description="Lets the caller leave a message for the staff.",
        examples=[{"longest": 120, "then": "main_menu", "otherwise": "person_lines"}],
        json_schema_extra=never_empty,
    )
    text: TextShape | None = Field(
        default=None,
        description="Sends what the caller was just reading to their telephone, in short.",
        examples=[{"of": "person_lines", "otherwise": "text_number"}],
        json_schema_extra=never_empty,
    )
    goodbye: Annotated[NoShape, BeforeValidator(_as_nothing)] | None = Field(
        default=None,
        description="Says its words and ends the call. It has no settings: write {}.",
        examples=[{}],
    )


class FlowShape(Shape):
    """``flows/<flow>.yaml``: what leads where."""

    flow: Name = Field(
        description="The name of this flow, the same as its file's: small letters, digits and _.",
        examples=["recurrence"],
    )
    start: Name = Field(
        description="The first node of this flow; it must stand under `nodes`.",
        examples=["menu"],
    )
    nodes: Annotated[dict[Name, NodeShape], Field(min_length=1)] = Field(
        description="Every place in this part of the call: its name, and its kind. Names are of "
        "small letters, digits and _."
    )
