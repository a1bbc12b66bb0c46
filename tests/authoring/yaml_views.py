"""One YAML text in two readings: as a plug-in of an editor sees it, and as our reader takes it."""

import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml


class EditorLoader(yaml.SafeLoader):
    """What a YAML 1.2 plug-in of an editor sees: no 1.1 truths, dates or base 60; text keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


def _number(_: EditorLoader, node: yaml.ScalarNode) -> int:
    return int(node.value, 10)


def _mapping(loader: EditorLoader, node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("(~|null|Null|NULL)?$"), ["~", "n", "N", ""]
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("[-+]?[0-9]+$"), list("-+0123456789")
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)
EditorLoader.add_constructor("tag:yaml.org,2002:int", _number)
EditorLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def as_seen(text: str) -> Any:
    """A YAML text as an editor's plug-in sees it."""
    return yaml.load(text, Loader=EditorLoader)  # noqa: S506 - made from SafeLoader


@cache
def verbatim(path: Path) -> Any:
    """A file's beginning as our reader takes it: every scalar as it was written, or nothing."""

    def emptied(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: emptied(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [emptied(inner) for inner in value]
        return value or None

    text = path.read_text(encoding="utf-8")
    read = emptied(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - makes texts only
    return dict(islice(read.items(), 12))


def unquoted(value: Any) -> Any:
    """The same as an editor's plug-in sees it, if nothing that may stand bare is in quotes."""
    if isinstance(value, dict):
        return {key: unquoted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unquoted(inner) for inner in value]
    text = value or ""
    loader = EditorLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return loader.construct_object(yaml.ScalarNode(tag, text))
