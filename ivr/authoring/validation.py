"""Values put in their shape: pydantic's findings as faults with positions."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ivr.authoring.problems import nearest
from ivr.authoring.schema import KINDS
from ivr.authoring.shape_facts import DAYS_PATTERN, SPAN_PATTERN
from ivr.authoring.yaml_source import MOST_FAULTS, Fault, Route, YamlSource

ShapeT = TypeVar("ShapeT")

LONGEST_SHOWN: Final = 60
"""Characters of what an author wrote that a message repeats."""

NEEDED: Final = {
    "int_parsing": "a whole number is needed here",
    "float_parsing": "a number is needed here",
    "bool_type": "true or false is needed here",
    "model_type": "keys and values are needed here",
    "dict_type": "keys and values are needed here",
    "list_type": "a list is needed here",
    "string_type": "a text is needed here",
    "string_too_short": "at least one word is needed here",
}

EXPECTED: Final = {
    "missing": "write it",
    "int_parsing": "write a whole number",
    "bool_type": "write true or false",
    "model_type": "write keys and values, indented below it",
    "dict_type": "write keys and values, indented below it",
    "list_type": "write a list: one item a line, each after a dash",
    "string_type": "write a text",
    "no_such_zone": "write a time zone as the tz database names it, such as America/New_York",
    "ends_first": "write hours over midnight as two: until 24:00, and from 00:00 on the next day",
    "overlap": "write each day's hours once: a day that differs stands in a line of its own",
    "no_such_day": "write a day of the calendar, such as 2026-11-23",
    "string_too_short": "write at least one word",
    "string_pattern_mismatch": "write it in the form that the documentation shows",
}


def validate(
    source: YamlSource,
    shape: Any,  # noqa: ANN401 - what pydantic makes an adapter of has no narrower type
) -> tuple[Any, list[Fault]]:
    """The file's content in its shape, or None, and every fault found.

    ``shape`` is a pydantic model or a mapping of them.
    """
    try:
        return TypeAdapter(shape).validate_python(source.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_FAULTS]
        return None, [_fault(source, shape, each) for each in details]


def _fault(source: YamlSource, shape: object, details: ErrorDetails) -> Fault:
    at_key = "[key]" in details["loc"]
    route: Route = tuple(part for part in details["loc"] if part != "[key]")
    name = str(route[-1]) if route else source.file
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown(source, shape, route, name)
    if kind == "missing":
        at = source.missing(route[:-1], name, _fields(shape, route[:-1]))
        return Fault("missing-key", at, f'key "{name}" is missing', f'add "{name}:" here')
    wrote = details["input"]
    shown = f'"{_shortened(wrote)}"' if isinstance(wrote, str) else _kind_of(wrote)
    what = f"key {shown}" if at_key else f'"{name}" is {shown}'
    reason = NEEDED.get(kind, details["msg"][:1].lower() + details["msg"][1:])
    fix = EXPECTED.get(kind, "see what is allowed in the message")
    if kind == "string_pattern_mismatch":
        fix = _pattern_fix(str(details.get("ctx", {}).get("pattern", "")))
        reason = "it has another form than it needs"
    if kind == "overlap":
        what = f'"{name}"'
    at = source.position(route, key=at_key)
    return Fault("wrong-value", at, f"{what}: {reason}", fix)


def _unknown(source: YamlSource, shape: object, route: Route, name: str) -> Fault:
    known = _fields(shape, route[:-1])
    at = source.position(route, key=True)
    if set(KINDS) <= set(known) and not get_close_matches(name, ["ask_first"], cutoff=0.6):
        message = f'node "{route[-2]}" can\'t be "{name}": there is no such kind'
        return Fault("unknown-kind", at, message, nearest(name, known, "kinds"))
    message = f'key "{name}" is not known here'
    return Fault("unknown-key", at, message, nearest(name, known, "known keys"))


def _shortened(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= LONGEST_SHOWN else f"{folded[:LONGEST_SHOWN]}…"


def _kind_of(value: object) -> str:
    if value is None:
        return "empty"
    return "a list" if isinstance(value, list) else "a group of keys"


def _pattern_fix(pattern: str) -> str:
    forms = {
        r"^[0-9*#]$": 'write one key of a telephone: 0 to 9, "*" or "#"',
        r"^[a-z][a-z0-9_]*$": "use small letters, digits and _ only, a letter first",
        r"^[a-z0-9][a-z0-9_-]*$": "use small letters, digits, - and _ only",
        r"^\d{4}-\d\d-\d\d$": "write a date as 2026-11-23",
        r"^IVR_STAFF_[A-Z0-9_]+$": "name an environment variable that starts with IVR_STAFF_",
        DAYS_PATTERN: "write mon, tue, wed, thu, fri, sat or sun, or two with a -",
        SPAN_PATTERN: "write from when until when as 09:00-17:00",
        r"^[0-9]+(-[0-9]+)*$": "write digits in groups, as they are said: 1-800-227-2345",
    }
    return forms.get(pattern, "write a node as `node`, or as `flow.node` in another flow")


def _fields(shape: object, route: Route) -> Sequence[str]:
    """The keys that a shape allows at a route."""
    for part in route:
        shape = _inside(shape, part)
    model = _model(shape)
    return list(model.model_fields) if model else []


def _inside(shape: object, part: str | int) -> object:
    model = _model(shape)
    if model and isinstance(part, str) and part in model.model_fields:
        return model.model_fields[part].annotation
    for candidate in (shape, *get_args(shape)):
        arguments = get_args(candidate)
        if (arguments and _model(candidate) is None) or len(arguments) > 1:
            return arguments[-1]
    return shape


def _model(shape: object) -> type[BaseModel] | None:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return shape
    for argument in get_args(shape):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
        inner = get_args(argument)
        if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
            return inner[0]
    return None
