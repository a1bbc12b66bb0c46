"""JSON Schemas of shapes, as an editor's YAML plug-in sees the files: with numbers and truths."""

import re
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import (
    DictSchema,
    FloatSchema,
    IntSchema,
    NullableSchema,
    StringSchema,
)

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

ORDER: Final = (
    "$schema", "$ref", "title", "description", "type", "const", "enum", "format", "pattern",
    "minLength", "minimum", "exclusiveMinimum", "maximum", "default", "examples", "anyOf", "oneOf",
    "not", "items", "minItems", "minProperties", "maxProperties", "required", "properties",
    "patternProperties", "additionalProperties", "$defs",
)  # fmt: skip
"""Keywords in the order in which a reader asks: what is it, what may it be, what is inside."""

NAMED: Final = frozenset({"properties", "patternProperties", "$defs"})
"""Keywords whose keys are names, kept in the order of the shapes."""

LITERAL: Final = frozenset({"const", "default", "enum", "examples"})
"""Keywords that hold what a file may hold, not a schema."""


def json_schema(
    shape: Any,  # noqa: ANN401 - what pydantic makes an adapter of has no narrower type
    title: str,
    description: str,
) -> JsonSchemaValue:
    """The schema of a kind of file. ``shape`` is a pydantic model or a mapping of them."""
    made = TypeAdapter(shape).json_schema(schema_generator=_Generator)
    named = {"$schema": DIALECT, "title": title, "description": description}
    return dict(_tidied({**made, **named}))


class _Generator(GenerateJsonSchema):
    """Our reader takes every scalar as a text; in an editor 25 is a number, and nothing null."""

    def str_schema(self, schema: StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        pattern = made.get("pattern")
        if pattern is None:
            made["type"] = ["string", "number"]
        elif re.match(pattern, "1"):
            made |= {"type": ["string", "integer"], "minimum": 0}
            if not re.match(pattern, "10"):
                made["maximum"] = 9
        return made

    def int_schema(self, schema: IntSchema) -> JsonSchemaValue:
        made = super().int_schema(schema)
        return made | {"type": ["integer", "string"], "pattern": "^[0-9]+$"}

    def float_schema(self, schema: FloatSchema) -> JsonSchemaValue:
        made = super().float_schema(schema)
        return made | {"type": ["number", "string"], "pattern": r"^[0-9]+(\.[0-9]+)?$"}

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        made = self.generate_inner(schema["schema"])
        if "type" in made and not {"const", "enum"} & set(made):
            return made | {"type": [*_types(made), "null"]}
        return {"anyOf": [made, {"type": "null"}]}

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        return made

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        del parent_key  # `_tidied` sorts, when titles and descriptions are in place
        return value

    def field_title_should_be_set(self, schema: CoreSchema) -> bool:
        del schema
        return False


def exactly_one(*keys: str) -> Any:  # noqa: ANN401 - what pydantic takes is a union of its own
    """For a model's ``json_schema_extra``: one of these keys stands in it, and it isn't empty."""

    def change(made: JsonSchemaValue) -> None:
        made["oneOf"] = [{"required": [key]} for key in keys]

    return change


def never_empty(made: JsonSchemaValue) -> None:
    """For a field's ``json_schema_extra``: it may be left out, but not be left empty."""
    if "type" in made:
        types = [name for name in _types(made) if name != "null"]
        made["type"] = types[0] if len(types) == 1 else types
    else:
        kept = [choice for choice in made["anyOf"] if choice != {"type": "null"}]
        del made["anyOf"]
        made.update(kept[0] if len(kept) == 1 else {"anyOf": kept})


def _types(made: JsonSchemaValue) -> list[str]:
    types = made["type"]
    return [types] if isinstance(types, str) else list(types)


def _tidied(value: Any, *, named: bool = False) -> Any:  # noqa: ANN401 - any part of a schema
    """Keywords in a fixed order, without class names as titles and without empty defaults."""
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    if named:
        return {name: _tidied(inner) for name, inner in value.items()}
    kept = dict(value)
    if "$schema" not in kept:
        kept.pop("title", None)
    if kept.get("default", "") in (None, [], {}):
        del kept["default"]
    return {
        word: kept[word] if word in LITERAL else _tidied(kept[word], named=word in NAMED)
        for word in sorted(kept, key=_rank)
    }


def _rank(word: str) -> tuple[int, str]:
    return (ORDER.index(word) if word in ORDER else len(ORDER), word)
