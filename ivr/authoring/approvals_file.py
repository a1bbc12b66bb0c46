"""``prompts/approvals.yaml`` on disk: entries are put into it, and nothing in it is ever lost."""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import Any, Final

import yaml

from ivr.authoring.schema import ApprovalShape, ApprovalsShape
from ivr.authoring.validation import validate
from ivr.authoring.yaml_reading import read
from ivr.authoring.yaml_source import YamlSource
from ivr.errors import CarelineError

FILE: Final = "prompts/approvals.yaml"
"""The file, named from the root of the book."""

SCHEMA_LINE: Final = "# yaml-language-server: $schema=../schemas/approvals.json\n"

HEADER: Final = """\
# Who approved which words, and when. Written by `ivr approve`; `ivr review` says what is open.
# An approval lapses when a word of its text changes.
"""

WIDTH: Final = 100

Entries = Mapping[str, ApprovalShape]


class ApprovalsFileError(CarelineError):
    """Raised if approvals can't be written. ``reason`` says why; the file is as it was."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{FILE} was left as it was: {reason}")


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other processes from writing approvals below ``root`` for as long as this is open.

    Raises OSError if ``prompts/`` can't be opened.
    """
    folder = os.open(root / "prompts", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def put(root: Path, entries: Entries) -> None:
    """Put entries into the file, each in the place of an older one of its text.

    The other entries stay as they are written, with the comments above and inside them; so do
    the comments at the top and at the end. The file is replaced as a whole, or not at all. Hold
    ``locked`` while you read what the entries rest on and call this.

    Raises ApprovalsFileError if the file is broken, or written so that nothing can be put into
    it without loss, and OSError if it can't be written.
    """
    path = (root / FILE).resolve()
    source = read(path, FILE) if path.exists() else YamlSource(FILE)
    old = _entries(source)
    text = _merged(source, entries)
    fresh = path.with_name(f".{path.name}.{token_hex(4)}.new")
    try:
        with fresh.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        # What was written is read again before it takes the old file's place.
        if _entries(read(fresh, FILE)) != {**old, **entries}:
            raise ApprovalsFileError("what would have been written reads as something else")
        if path.exists():
            copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _entries(source: YamlSource) -> dict[str, ApprovalShape]:
    if is_empty(source):
        return {}
    value, faults = validate(source, ApprovalsShape) if source.readable else (None, source.faults)
    if value is None:
        first = faults[0]
        raise ApprovalsFileError(f"line {first.position.line}: {first.message}")
    return dict(value)


def is_empty(source: YamlSource) -> bool:
    """Whether the file holds no approval yet, though perhaps comments."""
    kinds = {fault.rule for fault in source.faults}
    return not source.data and (kinds == {"empty-file"} or not kinds)


def _merged(source: YamlSource, entries: Entries) -> str:
    """The text of the file with the entries in it, sorted by text."""
    newline = "\r\n" if "\r\n" in source.text else "\n"
    top, blocks, end = _blocks(source)
    for name, entry in entries.items():
        above, _ = blocks.get(name, ("", ""))
        blocks[name] = (above, _dumped(name, entry).replace("\n", newline))
    if not top.startswith("# yaml-language-server:"):
        top = f"{SCHEMA_LINE}{top or HEADER}".replace("\n", newline)
    return top + "".join("".join(blocks[name]) for name in sorted(blocks)) + end


def _blocks(source: YamlSource) -> tuple[str, dict[str, tuple[str, str]], str]:
    """What the file is made of: its top, each entry with what stands above it, and its end."""
    lines = source.text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    if is_empty(source):
        return "".join(line for line in lines if line.strip() != "{}"), {}, ""
    keys = sorted((at.line - 1, at.column, str(r[0])) for r, at in source.keys.items() if not r[1:])
    if any(column > 1 for _, column, _ in keys):
        raise ApprovalsFileError("write each text at the start of a line of its own, not in {}")
    starts = [line for line, _, _ in keys]
    begins = [_above(lines, start) for start in [*starts, len(lines)]]
    blocks = {
        name: ("".join(lines[begin:start]), "".join(lines[start:end]))
        for (start, _, name), begin, end in zip(keys, begins, begins[1:], strict=False)
    }
    first = keys[0][2]
    top, body = blocks[first]
    blocks[first] = ("", body)
    return "".join(lines[: begins[0]]) + top, blocks, "".join(lines[begins[-1] :])


def _above(lines: Sequence[str], start: int) -> int:
    """The first of the comments and empty lines that stand right above a line."""
    while start and (lines[start - 1].startswith("#") or not lines[start - 1].strip()):
        start -= 1
    return start


class _Quoted(str):
    """A text that other programs would read as a number or a day: always in quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """The safe dumper, which writes _Quoted in quotes."""


def _represent_quoted(dumper: yaml.SafeDumper, value: _Quoted) -> Any:  # noqa: ANN401 - a node
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


_Dumper.add_representer(_Quoted, _represent_quoted)


def _dumped(name: str, entry: ApprovalShape) -> str:
    fields = entry.model_dump()
    quoted = {key: _Quoted(fields[key]) for key in ("hash", "day")}
    return yaml.dump(
        {name: {**fields, **quoted}},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
    )
