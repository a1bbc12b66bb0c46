"""The shape of a book's files: what each may hold, described for editors.

Everything arrives as text or nothing, exactly as the author wrote it, and is converted here.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_truth(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _as_nothing(value: object) -> object:
    return {} if value is None else value


Parts = Annotated[list[Text], BeforeValidator(_as_list)]
Truth = Annotated[bool, BeforeValidator(_as_truth), Field(strict=True)]


class Shape(BaseModel):
    """A part of a file: no key is allowed that isn't listed here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadShape(Shape):
    """A reading, and what is offered after it besides the line's own `after_reading`."""

    also: dict[Key, Reference] = Field(default={}, description="key → node offered afterwards")


class SayShape(Shape):
    """Words without a question, and the node that follows."""

    then: Reference


class CaseShape(Shape):
    """One condition of a branch, and where it leads."""

    reachable: Name | None = Field(default=None, description="a staff group that has a number")
    language: Name | None = Field(default=None, description="the language of the call")
    then: Reference


class BranchShape(Shape):
    """A silent fork: the first case that holds, otherwise another node."""

    cases: list[CaseShape] = Field(min_length=1)
    otherwise: Reference


class TransferShape(Shape):
    """Who the caller is connected with, and where to go if nobody is reached."""

    to: Name
    otherwise: Reference


class NoShape(Shape):
    """A kind without settings."""


class NodeShape(Shape):
    """A node: exactly one kind."""

    ask_first: Truth = Field(default=False, description="warn the caller before this node")
    menu: Annotated[dict[Key, Reference], Field(min_length=1)] | None = None
    read: Annotated[ReadShape, BeforeValidator(_as_nothing)] | None = None
    say: SayShape | None = None
    branch: BranchShape | None = None
    transfer: TransferShape | None = None
    goodbye: Annotated[NoShape, BeforeValidator(_as_nothing)] | None = None


KINDS = ("menu", "read", "say", "branch", "transfer", "goodbye")


class FlowShape(Shape):
    """``flows/<flow>.yaml``: what leads where."""

    flow: Name
    start: Name
    nodes: Annotated[dict[Name, NodeShape], Field(min_length=1)]


class LanguageShape(Shape):
    """How one language is spoken."""

    locale: Text
    voice: Text
    voice_words_per_minute: int = Field(ge=60, le=300)


class KeysShape(Shape):
    """The universal keys."""

    person: Key
    back: Key
    next: Key
    repeat: Key
    language: Key
    pace: Key


class PacesShape(Shape):
    """Words a minute at either pace."""

    normal: int = Field(ge=80, le=200)
    slow: int = Field(ge=80, le=200)


class TimeoutsShape(Shape):
    """Seconds of silence before the line speaks again."""

    menu: int = Field(ge=2, le=60)
    reading: int = Field(ge=1, le=30)


class LimitsShape(Shape):
    """Bounds of a call; seconds where they are times."""

    longest_call: int = Field(ge=60, le=14_400)
    warn_before: int = Field(ge=0, le=3_600)
    trail: int = Field(ge=1, le=32)


class StaffShape(Shape):
    """A group of people: the environment variable that holds their numbers, and ring seconds."""

    numbers_from: Annotated[str, StringConstraints(pattern=r"^IVR_STAFF_[A-Z0-9_]+$")]
    ring: int = Field(default=30, ge=5, le=120)


class ServiceShape(Shape):
    """``flows/service.yaml``: what is true of the whole line."""

    service: Name
    start: Reference
    main_menu: Reference
    person: Reference
    goodbye: Reference
    languages: Annotated[dict[Name, LanguageShape], Field(min_length=1)]
    keys: KeysShape
    paces: PacesShape
    after_reading: dict[Key, Reference] = {}
    timeouts: TimeoutsShape
    limits: LimitsShape
    staff: dict[Name, StaffShape] = {}


class PromptShape(Shape):
    """The words of one node in one language."""

    label: Text | None = Field(default=None, description="how other menus offer this node")
    phrases: list[Text] = Field(default=[], description="what callers say to reach it")
    ask_first: Text | None = Field(default=None, description="the warning before a hard text")
    say: Parts = []
    sources: list[SourceId] = []


PromptsShape = dict[Name, PromptShape]
"""``prompts/<language>/<flow>.yaml``: node → words."""


class TemplatesShape(Shape):
    """How choices are spoken; marks stand for a label or a key."""

    option: Text
    option_short: Text
    gate: Text
    after_reading: Text
    after_reading_short: Text


class ServiceWordsShape(Shape):
    """``prompts/<language>/service.yaml``: the line's own words."""

    key_names: dict[Key, Text]
    templates: TemplatesShape
    phrases: dict[Name, Text]


class LineShape(Shape):
    """A telephone line of the directory."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]+(-[0-9]+)*$")]
    hours: Text | None = None
    languages: list[Name] = []
    access: Text | None = None
    offers: Text
    source: SourceId
    confidence: Literal["high", "medium"]
    last_dialled: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None


class SourceShape(Shape):
    """Where facts come from."""

    title: Text
    owner: Text
    address: Text
    looked_at: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    used_for: Text
    note: Text | None = None
