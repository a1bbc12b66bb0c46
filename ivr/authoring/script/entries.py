"""Each text of a line as an entry of the script, with its languages side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.script.document import Cell, Entry, Heading, Row
from ivr.authoring.script.facts import line_facts, source_facts
from ivr.authoring.script.past import Past
from ivr.authoring.script.places import Place, offered_in
from ivr.authoring.script.versions import GONE, REMOVED, RowKey, Versions, removed_version
from ivr.authoring.shape_phrases import SAID
from ivr.authoring.wordings import Wording, wordings
from ivr.dialogue.book import choices_id
from ivr.dialogue.nodes import (
    Branch,
    Collect,
    Goodbye,
    Menu,
    Node,
    Read,
    Record,
    Remember,
    Save,
    Say,
    Text,
    Transfer,
)

LINES: Final = "lines."
NEW_NUMBER: Final = "with another number"

KINDS: Final[Mapping[type[Node], str]] = {
    Menu: "menu",
    Read: "text",
    Say: "said in passing",
    Branch: "fork",
    Transfer: "transfer",
    Collect: "question for a number",
    Remember: "answer to a question",
    Save: "said when a wish is kept",
    Record: "message",
    Text: "text to a telephone",
    Goodbye: "end of the call",
}

TITLES: Final = {
    "label": "Offered as",
    "ask_first": "Warning before it",
    "say": "Says",
    "text": "Sent as a text",
}


class Entries:
    """Makes the entries of a book in some languages.

    ``texts`` holds what no entry was made of yet, by name and language.
    """

    def __init__(self, examined: Examined, made: Mapping[str, Versions], past: Past | None) -> None:
        self._examined = examined
        self._book = examined.book
        self._made = made
        self._past = past
        self._offered = offered_in(examined.book)
        self.texts: dict[str, dict[str, Wording]] = {}
        for wording in wordings(examined.manuscript):
            if wording.language in made:
                self.texts.setdefault(wording.name, {})[wording.language] = wording

    def heading(self, node: str) -> Heading:
        """How menus offer a node in the first language that does; else its name."""
        for code in self._made:
            label = self._examined.vocabularies[code].label(node)
            if label is not None:
                return Heading(label[:1].upper() + label[1:], code)
        return Heading(node.partition(".")[2].replace("_", " ").capitalize())

    def node(self, place: Place) -> Entry | None:
        """A node; None where it says nothing."""
        node = self._book.nodes[place.node]
        if node.id not in self.texts and not isinstance(node, Menu):
            return None
        asks = ", asks first" if isinstance(node, Menu | Read) and node.ask_first else ""
        facts = [("Kind", f"{KINDS[type(node)]}{asks}"), ("Keys", place.way)]
        offered = self._offered.get(node.id, [])
        if len(offered) > 1:
            facts.append(("Offered", "; ".join(offered)))
        entry = self.entry(node.id, self.heading(node.id), tuple(facts))
        if isinstance(node, Menu) or (isinstance(node, Read) and len(node.options) > 1):
            entry = self._with_choices(entry, is_menu=isinstance(node, Menu))
        return entry

    def _with_choices(self, entry: Entry, *, is_menu: bool) -> Entry:
        at = choices_id(entry.name)
        found = {code: made.passage(at) for code, made in self._made.items()}
        cells = {code: cell for code, cell in found.items() if cell}
        row = Row("Choices" if is_menu else "Offered after it", cells)
        versions = dict(entry.versions)
        for code, version in versions.items() if is_menu else ():
            seconds = (version.seconds or 0.0) + self._made[code].passage_seconds(at)
            versions[code] = replace(version, seconds=seconds)
        return replace(entry, rows=(*entry.rows, row), versions=versions)

    def phrase(self, name: str) -> Entry:
        """One of the line's own phrases."""
        phrase = name.partition(".")[2]
        said = SAID.get(phrase, "never: the line knows no such moment")
        heading = Heading(phrase.replace("_", " ").capitalize())
        return self.entry(name, heading, (("Said", said),))

    def line(self, name: str) -> Entry:
        """The name of a telephone line, and what the directory says of it."""
        line = name.removeprefix(LINES)
        shape = (self._examined.manuscript.directory or {}).get(line)
        if shape is None:
            return self.entry(name, Heading(line), (("Number", "not in prompts/directory.yaml"),))
        before = ((self._past.numbers if self._past else None) or {}).get(line, shape.number)
        other = before if before != shape.number else None
        entry = self.entry(name, Heading(line), tuple(line_facts(shape, other)))
        said = {code: cell for code, made in self._made.items() if (cell := made.hours(line))}
        return replace(
            entry,
            rows=(*entry.rows, *([Row("Said of its hours", said)] if said else [])),
            sources=self._sources([shape.source]),
            news=(*entry.news, *([NEW_NUMBER] if other is not None else [])),
        )

    def entry(self, name: str, heading: Heading, facts: tuple[tuple[str, str], ...]) -> Entry:
        """The text of this name in each language that has it."""
        texts = self.texts.pop(name, {})
        versions = {code: self._made[code].version(text) for code, text in texts.items()}
        cells = {code: dict(self._made[code].cells(text)) for code, text in texts.items()}
        return Entry(
            name=name,
            heading=heading,
            facts=facts,
            rows=tuple(self._rows(name, cells)),
            versions=versions,
            sources=self._sources(self._named_sources(name)),
            news=tuple(version.news for version in versions.values()),
        )

    def removed(self) -> Iterator[Entry]:
        """What was a text of these languages in the book that this one is compared with."""
        if self._past is None:
            return
        there = {wording.id for wording in wordings(self._examined.manuscript)}
        gone: dict[str, list[str]] = {}
        for was in self._past.heard:
            language, _, name = was.partition("/")
            if was not in there and language in self._made:
                gone.setdefault(name, []).append(language)
        for name, languages in gone.items():
            heard = {code: self._past.heard[f"{code}/{name}"] for code in languages}
            cells = {code: dict(self._made[code].removed(name, was)) for code, was in heard.items()}
            versions = {code: removed_version(f"{code}/{name}") for code in languages}
            yield Entry(
                name=f"removed.{name}",
                heading=Heading(name),
                facts=(),
                rows=tuple(self._rows(name, cells)),
                versions=versions,
                news=(REMOVED,) * len(languages),
            )

    def _rows(self, name: str, cells: Mapping[str, Mapping[RowKey, Cell]]) -> Iterator[Row]:
        keys = list(dict.fromkeys(key for parts in cells.values() for key in parts))
        order = list(dict.fromkeys(what for what, _ in keys))
        for what, number in sorted(keys, key=lambda key: (order.index(key[0]), key[1])):
            title = self._title(name, what, number if (what, 2) in keys else 0)
            found = {
                code: parts[what, number]
                for code, parts in cells.items()
                if (what, number) in parts
            }
            yield Row(title, found)

    def _title(self, name: str, what: str, number: int) -> str:
        """What a part is called; ``number`` is 0 where it is the only one of its kind."""
        part = what.removesuffix(GONE)
        title = TITLES.get(part, part)
        if part == "say" and isinstance(self._book.nodes.get(name), Read):
            title = f"Part {number}" if number else "Text"
        return title if part == what else f"{title} (removed)"

    def _sources(self, ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(source_facts(ids, self._examined.manuscript.facts or {}))

    def _named_sources(self, name: str) -> list[str]:
        prompts = (self._examined.words_of(name, code) for code in self._made)
        return [source for prompt in prompts if prompt for source in prompt.sources]
