"""The words of an earlier book, as far as its files can still be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ivr.authoring.differences import Heard, signed_words
from ivr.authoring.manuscript import RESERVED, read_manuscript
from ivr.authoring.schema import ApprovalShape
from ivr.authoring.wordings import wordings
from ivr.authoring.yaml_reading import read

GROUPS_OF_TEMPLATES: Final = ("templates", "hours")


@dataclass(frozen=True, slots=True)
class Past:
    """What a book said before: its wordings by id, and the telephone numbers of its lines.

    ``when`` says in words which book it was. Without ``numbers`` those are not known.
    """

    when: str
    heard: Mapping[str, Heard]
    numbers: dict[str, str] | None = None


def approved_words(approvals: dict[str, ApprovalShape]) -> Past:
    """What was approved, whenever that was."""
    heard = {name: signed_words(approval) for name, approval in approvals.items()}
    return Past("the last approval", heard)


def read_past(root: Path, when: str) -> Past:
    """What the book below a folder says.

    A file in the shape of today is read as it is today. An earlier version of this program may
    have asked for another shape: of such a file, what still looks like words is taken. What can't
    be read is left out, and nothing is raised.
    """
    heard: dict[str, Heard] = {}
    for folder in sorted((root / "prompts").glob("*/")):
        for path in sorted(folder.glob("*.yaml")):
            heard.update(_of_file(root, folder.name, path))
    heard.update((wording.id, wording.heard) for wording in wordings(read_manuscript(root)))
    directory = _group(_content(root / "prompts/directory.yaml"))
    numbers = {
        name: number
        for name, line in directory.items()
        if isinstance(number := _group(line).get("number"), str)
    }
    return Past(when, heard, numbers)


def _of_file(root: Path, language: str, path: Path) -> Iterator[tuple[str, Heard]]:
    content = _group(_content(path))
    if path.stem == "service":
        phrases = _texts(content.get("phrases"))
        yield from ((f"{language}/service.{name}", (("say", text),)) for name, text in phrases)
        spoken = [each for at in GROUPS_OF_TEMPLATES for each in _texts(content.get(at))]
        spoken += [(f"key {key}", text) for key, text in sorted(_texts(content.get("key_names")))]
        for name, heard in (("templates", spoken), ("card", _texts(content.get("card")))):
            if heard:
                yield f"{language}/service.{name}", tuple(heard)
    elif path.stem == "lexicon":
        if sayings := tuple(sorted(_texts(content))):
            yield f"{language}/lexicon.words", sayings
    elif path.stem == "lines":
        names = _texts(content)
        yield from ((f"{language}/lines.{name}", (("say", text),)) for name, text in names)
    elif path.stem not in RESERVED and (root / "flows" / path.name).exists():
        for name, prompt in content.items():
            yield f"{language}/{path.stem}.{name}", tuple(_of_prompt(_group(prompt)))


def _of_prompt(prompt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for what in ("label", "ask_first", "say", "text"):
        said = prompt.get(what)
        for text in said if isinstance(said, list) else [said]:
            if isinstance(text, str) and text.strip():
                yield what, _folded(text)


def _content(path: Path) -> object:
    return read(path, path.name).data


def _group(content: object) -> dict[str, Any]:
    return content if isinstance(content, dict) else {}


def _texts(content: object) -> list[tuple[str, str]]:
    found = _group(content).items()
    return [(name, _folded(text)) for name, text in found if isinstance(text, str)]


def _folded(text: str) -> str:
    return " ".join(text.split())
