"""A scripted call: the YAML that an editor writes, read with positions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ivr.authoring.problems import AuthoringError, Problem, nearest, quoted
from ivr.authoring.rules import RULES
from ivr.authoring.validation import validate
from ivr.authoring.yaml_reading import read
from ivr.authoring.yaml_source import Fault, Route, YamlSource
from ivr.authoring.yaml_traps import TRAPS
from ivr.phone.callshape import EMPTY, CallShape, StepShape

NOT_HEARD: Final = "the call could not be placed, so nobody would know what a caller hears"
KEYS_WANTED: Final = 'write keys of a telephone: 0 to 9, * and #, in quotes: press: "1"'


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
    """A scripted call. ``at`` is the moment that the line takes it to be, if it names one."""

    file: str
    title: str
    caller: str | None
    environment: Mapping[str, str]
    steps: tuple[Step, ...]
    at: datetime | None = None


def load(path: Path, name: str | None = None) -> Script:
    """The call in a file; ``name`` is what messages call the file.

    Raises CallFileError, with every problem and its position, if the file is not a call.
    """
    source = read(path, name or str(path))
    problems = [_told(source, fault) for fault in source.faults if fault.rule not in TRAPS]
    shape: CallShape | None = None
    if not problems:
        shape, found = validate(source, CallShape)
        lost = [fault for fault in source.faults if fault.rule == "vanished-hash"]
        problems += [_hinted(source, _told(source, fault)) for fault in found or lost]
    if shape is not None:
        problems += _misplaced(source, shape)
    if problems or shape is None:
        raise CallFileError(problems, {source.file: source.text})
    steps = tuple(
        Step(source.position(("steps", i)).line, step) for i, step in enumerate(shape.steps)
    )
    environment = MappingProxyType(dict(shape.environment))
    at = datetime.fromisoformat(shape.at) if shape.at else None
    return Script(source.file, shape.call, shape.caller, environment, steps, at)


def _misplaced(source: YamlSource, shape: CallShape) -> list[Problem]:
    problems = []
    ended = False
    for position, step in enumerate(shape.steps):
        kinds = step.model_fields_set
        if len(kinds) != 1:
            had = f"says {quoted(sorted(kinds))} at once" if kinds else "says nothing"
            apart = "write each under a dash of its own, in the order in which it happens"
            problems.append(
                _problem(
                    source,
                    ("steps", position),
                    "one-act",
                    f"this step {had}",
                    apart if kinds else "write what is heard or done, or remove it",
                )
            )
        if ended and kinds & {"press", "says", "mumbles", "silence", "dial_outcome", "hangs_up"}:
            problems.append(
                _problem(
                    source,
                    ("steps", position),
                    "after-the-end",
                    "the call has ended before this step",
                    "remove it, or the `ends: true` above it",
                )
            )
        ended = ended or step.ends is True or step.hangs_up is not None
        ended = ended and step.calls_again is None
    return problems


def _told(source: YamlSource, fault: Fault) -> Problem:
    return replace(RULES[fault.rule].explained(source, fault), why=NOT_HEARD)


def _problem(source: YamlSource, route: Route, rule: str, message: str, fix: str) -> Problem:
    at = source.position(route)
    return Problem(source.file, at.line, at.column, rule, message, NOT_HEARD, fix, length=at.length)


def _hinted(source: YamlSource, problem: Problem) -> Problem:
    line = source.text.splitlines()[problem.line - 1] if source.text else ""
    fix = problem.fix
    if problem.rule == "unknown-key":
        wrong = problem.message.split('"')[1]
        if '"environment"' in fix:
            # The field behind "from" has another name, which nobody should be told to write.
            fix = nearest(wrong, ("call", "from", "at", "environment", "steps"), "known keys")
    elif EMPTY in problem.message and "press" in line and "#" in line:
        fix = 'put the key in quotes: press: "#" (without them # begins a comment)'
    elif EMPTY in problem.message:
        fix = "write what it should be, or remove the key"
    elif problem.message.startswith('"press" '):
        fix = KEYS_WANTED
    return replace(problem, why=NOT_HEARD, fix=fix)
