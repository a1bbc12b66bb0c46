"""A book's files as they were read: shapes where a file is right, and what could not be used."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ivr.authoring.schema import (
    ApprovalShape,
    ApprovalsShape,
    DirectoryShape,
    FlowShape,
    LexiconShape,
    LineShape,
    LinesShape,
    PromptShape,
    PromptsShape,
    SayingShape,
    ServiceShape,
    ServiceWordsShape,
    SourceShape,
    SourcesShape,
    SpeechShape,
)
from ivr.authoring.validation import validate
from ivr.authoring.yaml_reading import read
from ivr.authoring.yaml_source import MOST_FAULTS, YamlSource
from ivr.authoring.yaml_traps import TRAPS
from ivr.speech.recordings import Folder, read_folder

RESERVED: Final = frozenset({"service", "lines", "lexicon", "speech"})
"""File names in ``flows/`` and ``prompts/`` that are no flow's."""

YAML_ENDINGS: Final = frozenset({".yaml", ".yml"})


@dataclass(slots=True)
class Words:
    """Every word of one language. What has no file, or a wrong one, has no entry or is None."""

    prompts: dict[str, dict[str, PromptShape]] = field(default_factory=dict)
    service: ServiceWordsShape | None = None
    line_names: dict[str, str] | None = None
    lexicon: dict[str, SayingShape] = field(default_factory=dict)
    speech: SpeechShape = field(default_factory=SpeechShape)
    recordings: Folder = field(default_factory=Folder)


@dataclass(slots=True)
class Manuscript:
    """The files of a book. ``sources`` holds every file read, by its name from the root.

    What is None could not be used; a fault of its file says why. ``strays`` are files among them
    that nothing reads.
    """

    sources: dict[str, YamlSource] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    service: ServiceShape | None = None
    flows: dict[str, FlowShape] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    directory: dict[str, LineShape] | None = None
    facts: dict[str, SourceShape] | None = None
    approvals: dict[str, ApprovalShape] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file, for excerpts."""
        return {name: source.text for name, source in self.sources.items()}


def read_manuscript(root: Path) -> Manuscript:
    """Read every file of the book below ``root``; nothing is raised, every fault is noted."""
    reader = _Reader(root)
    book = reader.book
    book.service = reader.file("flows/service.yaml", ServiceShape)
    for path in sorted((root / "flows").glob("*.yaml")):
        if path.stem not in RESERVED:
            reader.flow(path.stem)
    book.directory = reader.file("prompts/directory.yaml", DirectoryShape)
    book.facts = reader.file("prompts/sources.yaml", SourcesShape)
    if (root / "prompts/approvals.yaml").exists():
        book.approvals = reader.file("prompts/approvals.yaml", ApprovalsShape) or {}
    for language in book.service.languages if book.service else ():
        book.words[language] = reader.words(language)
    if book.service:
        reader.stray_files()
    return book


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.book = Manuscript()

    def file(self, name: str, shape: Any) -> Any:  # noqa: ANN401 - any shape
        source = self.book.sources[name] = read(self.root / name, name)
        kinds = {fault.rule for fault in source.faults}
        if len(source.faults) >= MOST_FAULTS or not kinds <= {*TRAPS, "duplicate-key"}:
            return None
        value, faults = validate(source, shape)
        source.faults += faults if source.readable else []
        return value

    def flow(self, stem: str) -> None:
        flow = self.file(f"flows/{stem}.yaml", FlowShape)
        if flow is not None:
            self.book.flows[stem] = flow

    def words(self, language: str) -> Words:
        folder = f"prompts/{language}"
        words = Words(
            service=self.file(f"{folder}/service.yaml", ServiceWordsShape),
            line_names=self.file(f"{folder}/lines.yaml", LinesShape),
            recordings=read_folder(self.root, language),
        )
        if (self.root / folder / "lexicon.yaml").exists():
            words.lexicon = self.file(f"{folder}/lexicon.yaml", LexiconShape) or {}
        if (self.root / folder / "speech.yaml").exists():
            words.speech = self.file(f"{folder}/speech.yaml", SpeechShape) or SpeechShape()
        for path in sorted((self.root / folder).glob("*.yaml")):
            if path.stem in RESERVED or not (self.root / "flows" / path.name).exists():
                continue
            prompts = self.file(f"{folder}/{path.name}", PromptsShape)
            if prompts is not None:
                words.prompts[path.stem] = prompts
        return words

    def stray_files(self) -> None:
        for folder in ("flows", "prompts"):
            for path in sorted((self.root / folder).rglob("*")):
                name = path.relative_to(self.root).as_posix()
                if (
                    path.is_file()
                    and name not in self.book.sources
                    and path.suffix.lower() in YAML_ENDINGS
                ):
                    self.book.strays.append(name)


def language_of(file: str, service: ServiceShape) -> str | None:
    """The language of a file of words that the line does not speak; None of any other file."""
    top, _, rest = file.partition("/")
    language, _, below = rest.partition("/")
    spoken = top != "prompts" or not below or language in service.languages
    return None if spoken else language
