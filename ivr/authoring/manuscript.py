"""A book's files as they were read: shapes where a file is right, problems where it is not."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivr.authoring.problems import Problem, nearest
from ivr.authoring.schema import (
    FlowShape,
    LineShape,
    PromptShape,
    PromptsShape,
    ServiceShape,
    ServiceWordsShape,
    SourceShape,
    Text,
)
from ivr.authoring.validation import validate
from ivr.authoring.yaml_source import YamlSource, read

RESERVED = ("service", "lines")
"""File names in ``flows/`` and ``prompts/`` that are no flow's."""


@dataclass(slots=True)
class Words:
    """Every word of one language. What has no file, or a wrong one, has no entry or is None."""

    prompts: dict[str, dict[str, PromptShape]] = field(default_factory=dict)
    service: ServiceWordsShape | None = None
    line_names: dict[str, str] | None = None


@dataclass(slots=True)
class Manuscript:
    """The files of a book. ``sources`` holds every file read, by its name from the root.

    What is None could not be used; a problem says why.
    """

    sources: dict[str, YamlSource] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    service: ServiceShape | None = None
    flows: dict[str, FlowShape] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    directory: dict[str, LineShape] | None = None
    facts: dict[str, SourceShape] | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file, for excerpts."""
        return {name: source.text for name, source in self.sources.items()}


def read_manuscript(root: Path) -> Manuscript:
    """Read every file of the book below ``root``; nothing is raised, all problems are noted."""
    reader = _Reader(root)
    book = reader.book
    book.service = reader.file("flows/service.yaml", ServiceShape)
    for path in sorted((root / "flows").glob("*.yaml")):
        if path.stem not in RESERVED:
            reader.flow(path.stem)
    book.directory = reader.file("prompts/directory.yaml", dict[str, LineShape])
    book.facts = reader.file("prompts/sources.yaml", dict[str, SourceShape])
    for language in book.service.languages if book.service else ():
        book.words[language] = reader.words(language)
    return book


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.book = Manuscript()

    def file(self, name: str, shape: Any) -> Any:  # noqa: ANN401 - any shape
        source = self.book.sources[name] = read(self.root / name, name)
        self.book.problems += source.problems
        if source.problems and any(p.rule != "duplicate-key" for p in source.problems):
            return None
        value, problems = validate(source, shape)
        self.book.problems += [] if source.problems else problems
        return value

    def flow(self, stem: str) -> None:
        name = f"flows/{stem}.yaml"
        flow = self.file(name, FlowShape)
        if flow is None:
            return
        if flow.flow != stem:
            self.book.problems.append(
                self.book.sources[name].problem(
                    ("flow",),
                    "flow-name",
                    f'flow "{flow.flow}" stands in a file named "{stem}.yaml"',
                    why="other flows would not find its nodes",
                    fix=f'write "flow: {stem}", or rename the file',
                )
            )
        self.book.flows[stem] = flow

    def words(self, language: str) -> Words:
        folder = f"prompts/{language}"
        words = Words(
            service=self.file(f"{folder}/service.yaml", ServiceWordsShape),
            line_names=self.file(f"{folder}/lines.yaml", dict[str, Text]),
        )
        for path in sorted((self.root / folder).glob("*.yaml")):
            name = f"{folder}/{path.name}"
            if path.stem in RESERVED:
                continue
            if not (self.root / "flows" / path.name).exists():
                source = self.book.sources[name] = read(path, name)
                self.book.problems.append(
                    source.problem(
                        (),
                        "unused-prompt",
                        f'there is no flow "{path.stem}" for these words',
                        why="nobody would ever hear them",
                        fix=nearest(path.stem, list(self.book.flows), "flows"),
                    )
                )
                continue
            prompts = self.file(name, PromptsShape)
            if prompts is not None:
                words.prompts[path.stem] = prompts
        return words
