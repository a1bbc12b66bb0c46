"""Values checked against their shape: pydantic's findings as problems with positions."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ivr.authoring.problems import Problem, nearest
from ivr.authoring.yaml_source import Route, YamlSource

ShapeT = TypeVar("ShapeT")

WHY: Final = "the line would not start: callers would be read the fallback or hear nothing"

EXPECTED: Final = {
    "missing": "write it",
    "int_parsing": "write a whole number",
    "bool_type": "write true or false",
    "model_type": "write keys and values, indented below it",
    "dict_type": "write keys and values, indented below it",
    "list_type": "write a list: one item a line, each after a dash",
    "string_type": "write a text",
    "string_too_short": "write at least one word",
    "string_pattern_mismatch": "write it in the form that the documentation shows",
}


def validate(source: YamlSource, shape: Any) -> tuple[Any, list[Problem]]:  # noqa: ANN401
    """The file's content in its shape, or None, and every problem found.

    ``shape`` is a pydantic model or a mapping of them.
    """
    try:
        return TypeAdapter(shape).validate_python(source.data), []
    except ValidationError as error:
        problems = [_problem(source, shape, details) for details in error.errors()]
        return None, problems


def _problem(source: YamlSource, shape: object, details: ErrorDetails) -> Problem:
    at_key = "[key]" in details["loc"]
    route: Route = tuple(part for part in details["loc"] if part != "[key]")
    name = str(route[-1]) if route else source.file
    wrote = details["input"]
    kind = details["type"]
    if kind == "extra_forbidden":
        known = _fields(shape, route[:-1])
        return source.problem(
            route,
            "unknown-key",
            f'key "{name}" is not known here',
            why="what stands under it would never be heard",
            fix=nearest(name, known, "known keys"),
            key=True,
        )
    if kind == "missing":
        return source.problem(
            route[:-1],
            "missing-key",
            f'key "{name}" is missing',
            why=WHY,
            fix=f'add "{name}:" here',
            key=True,
        )
    shown = f'"{wrote}"' if isinstance(wrote, str) else _kind_of(wrote)
    what = f"key {shown}" if at_key else f'"{name}" is {shown}'
    reason = details["msg"][:1].lower() + details["msg"][1:]
    fix = EXPECTED.get(kind, "see what is allowed in the message")
    if kind == "string_pattern_mismatch":
        fix = _pattern_fix(str(details.get("ctx", {}).get("pattern", "")))
        reason = "it has another form than it needs"
    return source.problem(route, "wrong-value", f"{what}: {reason}", why=WHY, fix=fix, key=at_key)


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
