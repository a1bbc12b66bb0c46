"""What other programs that read YAML would make of a text: numbers, truths, and comments.

Our reader takes every text as it was written. A formatter, a spreadsheet or another loader
doesn't, and an editor who saves the file through one of them would change what callers hear.
"""

import re
from typing import Final

import yaml

TRAPS: Final = frozenset({"leading-zero", "yaml-word", "yaml-number", "vanished-hash"})
"""Rules whose faults leave the file readable."""

TRUTHS: Final = frozenset({"true", "false"})

KEY_WORDS: Final = frozenset(
    {"press", "key", "number", "no.", "oprima", "pulse", "marque", "tecla", "número"}
)
"""A text that ends with one of these before a ``#`` meant the key."""

_LOST_KEY: Final = re.compile(r"^\s*#\s?:(?=\s|$)|[{,]\s*#\s?:(?=\s|$)")


def misread(value: str, *, key: bool) -> tuple[str, str] | None:
    """The rule that an unquoted text breaks, and what is wrong; None if it is read alike by all."""
    tag = _tag(value)
    if tag == "bool" and value not in TRUTHS:
        return "yaml-word", f'other programs read "{value}" as {_truth(value)}'
    if tag == "null":
        return "yaml-word", f'other programs read "{value}" as nothing'
    if tag not in ("int", "float"):
        return None
    seen = str(yaml.safe_load(value))
    if seen == value:
        return None
    rule = "leading-zero" if key and re.fullmatch(r"0\d+", value) else "yaml-number"
    return rule, f'other programs read "{value}" as {seen}'


def _tag(value: str) -> str:
    for first in (value[:1], None):
        for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(first, ()):
            if pattern.match(value):
                return str(tag).rpartition(":")[2]
    return "str"


def _truth(value: str) -> str:
    return "true" if value.lower() in ("y", "yes", "on", "true") else "false"


def lost_after(value: str | None, rest: str) -> bool:
    """Whether the comment that follows an unquoted text was meant as part of it.

    ``rest`` is what the line holds after the text.
    """
    stripped = rest.lstrip()
    if not stripped.startswith("#") or stripped == rest:
        return False
    comment = stripped[1:]
    if value is None:
        return not comment.strip()
    last = value.split()[-1].lower() if value.split() else ""
    return last in KEY_WORDS or not comment.strip() or not comment.startswith((" ", "!", "-"))


def lost_key(line: str) -> int | None:
    """Where in a line ``#:`` stands as if # were a key, counted from 0; None if nowhere."""
    found = _LOST_KEY.search(line)
    return line.index("#", found.start()) if found else None
