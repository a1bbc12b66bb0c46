"""A scripted call: the YAML that an editor writes, read with positions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ivr.authoring.problems import AuthoringError, Problem, nearest, quoted
from ivr.authoring.schema import Parts, Shape, Text, Truth
from ivr.authoring.validation import validate
from ivr.authoring.yaml_source import YamlSource, read
from ivr.phone.call import DialOutcome

Keys = Annotated[str, StringConstraints(pattern=r"^[0-9*#]+$")]

NOT_HEARD: Final = "the call could not be placed, so nobody would know what a caller hears"


EMPTY: Final = "nothing is written after the colon"
KEYS_WANTED: Final = 'write keys of a telephone: 0 to 9, * and #, in quotes: press: "1"'


def _written(value: object) -> object:
    if value is None:
        raise PydanticCustomError("empty", EMPTY)
    return value


Written = BeforeValidator(_written)


def _as_count(value: object) -> object:
    return "1" if value == "true" else value


class StepShape(Shape):
    """One step: exactly one thing that is heard, done or expected."""

    hears: Annotated[Parts | None, Written] = Field(
        default=None, description="said since the caller's last act"
    )
    does_not_hear: Annotated[Parts | None, Written] = None
    within: Annotated[float | None, Field(gt=0, allow_inf_nan=False), Written] = Field(
        default=None, description="seconds of audio, barging in"
    )
    dials: Annotated[Text | None, Written] = Field(
        default=None, description="who the line is calling"
    )
    ends: Annotated[Truth | None, Written] = Field(
        default=None, description="whether the line has ended the call"
    )
    press: Annotated[Keys | None, Written] = None
    says: Annotated[Text | None, Written] = None
    silence: Annotated[int | None, Field(ge=1, le=50), BeforeValidator(_as_count), Written] = None
    dial_outcome: Annotated[DialOutcome | None, Written] = None
    hangs_up: Annotated[Literal["true"] | None, Written] = None


class CallShape(Shape):
    """``tests/calls/*.yaml``: a whole call."""

    call: Text
    caller: Annotated[Text | None, Written] = Field(default=None, alias="from")
    environment: dict[str, str] = Field(default={}, description="settings of the line")
    steps: Annotated[list[StepShape], Field(min_length=1)]


class CallFileError(AuthoringError):
    """Raised if a call file can't be used; ``problems`` holds everything that is wrong."""

    what = "the call"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script: its position, what it is, and its value."""

    line: int
    shape: StepShape

    @property
    def kind(self) -> str:
        """The name of the one thing that this step is."""
        return next(iter(self.shape.model_fields_set))


@dataclass(frozen=True, slots=True)
class Script:
    """A scripted call."""

    file: str
    title: str
    caller: str | None
    environment: Mapping[str, str]
    steps: tuple[Step, ...]


def load(path: Path, name: str | None = None) -> Script:
    """The call in a file; ``name`` is what messages call the file.

    Raises CallFileError, with every problem and its position, if the file is not a call.
    """
    source = read(path, name or str(path))
    problems = [_reworded(problem) for problem in source.problems]
    shape: CallShape | None = None
    if not problems:
        shape, found = validate(source, CallShape)
        problems += [_hinted(source, problem) for problem in found]
    if shape is not None:
        problems += _misplaced(source, shape)
    if problems or shape is None:
        raise CallFileError(problems, {source.file: source.text})
    steps = tuple(
        Step(source.position(("steps", i)).line, step) for i, step in enumerate(shape.steps)
    )
    environment = MappingProxyType(dict(shape.environment))
    return Script(source.file, shape.call, shape.caller, environment, steps)


def _misplaced(source: YamlSource, shape: CallShape) -> list[Problem]:
    problems = []
    ended = False
    for position, step in enumerate(shape.steps):
        kinds = step.model_fields_set
        if len(kinds) != 1:
            had = f"says {quoted(sorted(kinds))} at once" if kinds else "says nothing"
            apart = "write each under a dash of its own, in the order in which it happens"
            problems.append(
                source.problem(
                    ("steps", position),
                    "one-act",
                    f"this step {had}",
                    why=NOT_HEARD,
                    fix=apart if kinds else "write what is heard or done, or remove it",
                )
            )
        if ended and kinds & {"press", "says", "silence", "dial_outcome", "hangs_up"}:
            problems.append(
                source.problem(
                    ("steps", position),
                    "after-the-end",
                    "the call has ended before this step",
                    why=NOT_HEARD,
                    fix="remove it, or the `ends: true` above it",
                )
            )
        ended = ended or step.ends is True or step.hangs_up is not None
    return problems


def _reworded(problem: Problem) -> Problem:
    return replace(problem, why=NOT_HEARD)


def _hinted(source: YamlSource, problem: Problem) -> Problem:
    line = source.text.splitlines()[problem.line - 1] if source.text else ""
    fix = problem.fix
    if problem.rule == "unknown-key":
        wrong = problem.message.split('"')[1]
        if '"environment"' in fix:
            # The field behind "from" has another name, which nobody should be told to write.
            fix = nearest(wrong, ("call", "from", "environment", "steps"), "known keys")
    elif EMPTY in problem.message and "press" in line and "#" in line:
        fix = 'put the key in quotes: press: "#" (without them # begins a comment)'
    elif EMPTY in problem.message:
        fix = "write what it should be, or remove the key"
    elif problem.message.startswith('"press" '):
        fix = KEYS_WANTED
    return replace(problem, why=NOT_HEARD, fix=fix)
