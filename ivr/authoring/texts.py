"""Every text of a book that a caller can hear or read, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import PromptShape
from ivr.authoring.yaml_source import Route, YamlSource


class Kind(StrEnum):
    """What a text is used for."""

    PART = "part"
    WARNING = "warning"
    LABEL = "label"
    SENT = "text to a telephone"
    PHRASE = "phrase"
    TEMPLATE = "template"
    LINE_NAME = "line name"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its file and route, what it is used for, and in which language.

    ``node`` is the full name of the node whose text it is; the line's own words have none.
    """

    source: YamlSource
    route: Route
    text: str
    kind: Kind
    language: str
    node: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether marks such as {pause} may stand in it."""
        return self.kind in (Kind.PART, Kind.WARNING, Kind.SENT, Kind.PHRASE)


def texts(book: Manuscript) -> Iterator[Text]:
    """Every text in every language, in the order of the files."""
    for language, words in book.words.items():
        folder = f"prompts/{language}"
        for flow, prompts in words.prompts.items():
            source = book.sources[f"{folder}/{flow}.yaml"]
            for name, prompt in prompts.items():
                for route, text, kind in _of_prompt(name, prompt):
                    yield Text(source, route, text, kind, language, f"{flow}.{name}")
        if words.service is not None:
            source = book.sources[f"{folder}/service.yaml"]
            for name, text in words.service.phrases.items():
                yield Text(source, ("phrases", name), text, Kind.PHRASE, language)
            for at, name, text in words.service.filled_in:
                yield Text(source, (at, name), text, Kind.TEMPLATE, language)
        for name, text in (words.line_names or {}).items():
            source = book.sources[f"{folder}/lines.yaml"]
            yield Text(source, (name,), text, Kind.LINE_NAME, language)


def _of_prompt(name: str, prompt: PromptShape) -> Iterator[tuple[Route, str, Kind]]:
    if prompt.label is not None:
        yield (name, "label"), prompt.label, Kind.LABEL
    if prompt.ask_first is not None:
        yield (name, "ask_first"), prompt.ask_first, Kind.WARNING
    for position, text in enumerate(prompt.say):
        yield part_route(name, prompt, position), text, Kind.PART
    if prompt.text is not None:
        yield (name, "text"), prompt.text, Kind.SENT


def part_route(name: str, prompt: PromptShape, position: int) -> Route:
    """Where a part stands: a single text may stand without a list."""
    return (name, "say", position) if len(prompt.say) > 1 else (name, "say")
