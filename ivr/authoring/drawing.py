"""A line as drawings: one page a flow and one of all flows, for Graphviz or as Mermaid text."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.book import Book
from ivr.dialogue.nodes import OTHERWISE, Menu, Node, Read, Record, Save, Text, Transfer, ways

MOST_ACROSS: Final = 5
"""Places in a row that fit across a page of paper."""

WIDTH: Final = 24
"""Characters of a line inside a box."""

OVERVIEW: Final = "line"
"""The name of the page that shows how flows lead to one another."""

OVERVIEW_BESIDE: Final = "line-overview"
"""Its name where a flow is called "line"; no flow's name has a hyphen."""

DOT_SHAPES: Final = {
    "menu": "box",
    "read": "note",
    "say": "cds",
    "branch": "diamond",
    "transfer": "hexagon",
    "collect": "parallelogram",
    "remember": "cds",
    "record": "parallelogram",
    "text": "parallelogram",
    "save": "cylinder",
    "goodbye": "doubleoctagon",
    "flow": "folder",
    "elsewhere": "box",
}
MERMAID_SHAPES: Final = {
    "menu": ("[", "]"),
    "read": ("(", ")"),
    "say": (">", "]"),
    "branch": ("{", "}"),
    "transfer": ("{{", "}}"),
    "collect": ("[/", "/]"),
    "remember": (">", "]"),
    "record": ("[/", "/]"),
    "text": ("[/", "/]"),
    "save": ("[(", ")]"),
    "goodbye": ("((", "))"),
    "flow": ("[[", "]]"),
    "elsewhere": ("[\\", "\\]"),
}


FAILED: Final[Mapping[type[Node], str]] = {
    Transfer: "nobody reached",
    Save: "not kept",
    Record: "not kept",
    Text: "no number",
}
"""What stands beside the arrow for when it does not work."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a page: its kind, and its text line by line."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One drawing: boxes by id, arrows with what stands beside them, and what is written once."""

    title: str
    boxes: Mapping[str, Box]
    arrows: tuple[tuple[str, str, str], ...]
    foot: str


def pages(book: Book, labels: Mapping[str, str]) -> dict[str, Page]:
    """The overview, first, and a page for each flow. ``labels``: how menus offer each node."""
    flows = _flows(book)
    foot = _foot(book)
    made = {overview_name(book): _overview(book, flows, foot)}
    for flow, nodes in flows.items():
        made[flow] = _page(book, flow, nodes, labels, foot)
    return made


def overview_name(book: Book) -> str:
    """The name of the overview among the pages of this book."""
    return OVERVIEW_BESIDE if OVERVIEW in _flows(book) else OVERVIEW


def _flows(book: Book) -> dict[str, list[Node]]:
    flows: dict[str, list[Node]] = {}
    for node in book.nodes.values():
        flows.setdefault(node.id.partition(".")[0], []).append(node)
    return flows


def _foot(book: Book) -> str:
    """What holds on every page, and so is written once and not drawn; lines that fit on A4."""
    keys = ", ".join(f"{key} {command}" for key, command in book.service.keys.items())
    home = book.service.main_menu
    to_home = {
        key
        for node in book.nodes.values()
        if isinstance(node, Read)
        for key, target in node.options.items()
        if target == home
    }
    after = f"\nAfter a text: {', '.join(sorted(to_home))} main menu" if to_home else ""
    return f"In every node: {keys}{after}"


def _page(book: Book, flow: str, nodes: list[Node], labels: Mapping[str, str], foot: str) -> Page:
    boxes = {node.id: _box(node, labels) for node in nodes}
    arrows = []
    for node in nodes:
        for beside, target in _arrows(node, book):
            arrows.append((node.id, target, beside))
            if target not in boxes:
                lines = (target, *_wrapped(labels.get(target, "")))
                boxes[target] = Box("elsewhere", lines)
    return Page(f"Flow {flow}", boxes, tuple(arrows), foot)


def _overview(book: Book, flows: Mapping[str, list[Node]], foot: str) -> Page:
    boxes = {}
    arrows: dict[tuple[str, str, str], None] = {}
    for flow, nodes in flows.items():
        texts = sum(isinstance(node, Read) for node in nodes)
        boxes[flow] = Box("flow", (flow, f"{texts} text{'s' * (texts != 1)}"))
        for node in nodes:
            for _, target in _arrows(node, book):
                other = target.partition(".")[0]
                if other != flow:
                    arrows[flow, other, ""] = None
    return Page(f"The line {book.service.name}", boxes, tuple(arrows), foot)


def _box(node: Node, labels: Mapping[str, str]) -> Box:
    kind = type(node).__name__.lower()
    asks = ("asks first",) if isinstance(node, Menu | Read) and node.ask_first else ()
    name = f"{kind} {node.id.partition('.')[2]}"
    return Box(kind, (name, *_wrapped(labels.get(node.id, "")), *asks))


def _arrows(node: Node, book: Book) -> Iterator[tuple[str, str]]:
    """What stands beside each arrow that leaves a node, and where it leads."""
    for by, target in ways(node):
        if by == OTHERWISE:
            yield FAILED.get(type(node), by), target
        elif not isinstance(node, Read) or target != book.service.main_menu:
            yield by, target


def _wrapped(label: str) -> list[str]:
    return textwrap.wrap(f"“{label}”", WIDTH) if label else []


def _across(page: Page) -> bool:
    """Whether arrows go across the page: where many places follow on one another, they go down."""
    following: dict[str, list[str]] = {name: [] for name in page.boxes}
    for origin, target, _ in page.arrows:
        following[origin].append(target)

    def longest(name: str, passed: frozenset[str]) -> int:
        if len(passed) > MOST_ACROSS or name in passed:
            return 0
        ways = (longest(target, passed | {name}) for target in following[name])
        return 1 + max(ways, default=0)

    return all(longest(name, frozenset()) <= MOST_ACROSS for name in page.boxes)


def dot(page: Page) -> str:
    """The page in Graphviz's language."""
    lines = [
        f"digraph {_quoted(page.title)} {{",
        f"  rankdir={'LR' if _across(page) else 'TB'}; ranksep=0.7; nodesep=0.2;",
        '  labelloc=t; fontname="Helvetica"; fontsize=14;',
        f"  label={_quoted(page.title + chr(10) + page.foot)};",
        '  node [fontname="Helvetica", fontsize=11, margin="0.12,0.06"];',
        '  edge [fontname="Helvetica", fontsize=11, arrowsize=0.7];',
    ]
    for name, box in page.boxes.items():
        dashed = ", style=dashed" if box.kind == "elsewhere" else ""
        label = _quoted("\n".join(box.lines))
        lines.append(f"  {_quoted(name)} [shape={DOT_SHAPES[box.kind]}, label={label}{dashed}];")
    for origin, target, beside in page.arrows:
        # What is offered after a text leads across the page, and shouldn't make it wider.
        aside = page.boxes[origin].kind == "read" and page.boxes[target].kind != "elsewhere"
        style = ", style=dashed, constraint=false" if aside else ""
        ends = f"{_quoted(origin)} -> {_quoted(target)}"
        lines.append(f"  {ends} [label={_quoted(beside)}{style}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    # Graphviz reads entities such as &amp; in a label, so that each & has to be one.
    escaped = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n")
    return f'"{escaped}"'


def mermaid(page: Page) -> str:
    """The page as Mermaid text, which many editors and code hosts draw."""
    ids = {name: f"n{number}" for number, name in enumerate(page.boxes)}
    lines = [
        "---",
        f"title: {_entities(page.title)}",
        "---",
        f"flowchart {'LR' if _across(page) else 'TB'}",
    ]
    for name, box in page.boxes.items():
        before, after = MERMAID_SHAPES[box.kind]
        text = "<br>".join(map(_entities, box.lines))
        lines.append(f'  {ids[name]}{before}"{text}"{after}')
    for origin, target, beside in page.arrows:
        arrow = f'-- "{_entities(beside)}" -->' if beside else "-->"
        lines.append(f"  {ids[origin]} {arrow} {ids[target]}")
    foot = "<br>".join(map(_entities, page.foot.splitlines()))
    lines.append(f'  foot["{foot}"]')
    return "\n".join([*lines, ""])


def _entities(text: str) -> str:
    """Text in which nothing is left that Mermaid or Markdown would take for its own."""
    return "".join(
        char if char.isalnum() or char in " .,_“”-:" else f"#{ord(char)};" for char in text
    )
