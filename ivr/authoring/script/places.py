"""Where each node stands in the line: the order in which it is reviewed, and what leads there."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.book import Book, Command
from ivr.dialogue.nodes import THEN, Menu, Node, Read, Record, Save, Say, Text, Transfer, ways

MAIN_MENU: Final = "main menu"

FAILED: Final[Mapping[type[Node], str]] = {
    Transfer: "when nobody is reached",
    Save: "when it could not be kept",
    Record: "when it could not be kept",
    Text: "when no number is known",
}
"""When the other way is taken, by kind of node."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, and the first way to it in words: ``main menu, 1, 3, 2``."""

    node: str
    way: str


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are reviewed together. ``topic`` is the node that they are below, if any."""

    name: str
    places: tuple[Place, ...]
    topic: str = ""


def groups(book: Book) -> list[Group]:
    """Every node of the book, once.

    The greeting; the main menu and each of its choices, depth first by key; what only readings
    lead to; what is done for a person; the end; and what no call reaches.
    """
    service, seen = book.service, set[str]()
    found = [Group("How a call begins", tuple(_greeting(book, seen)))]
    main = book.nodes[service.main_menu]
    seen.add(main.id)
    found.append(Group("The main menu", (Place(main.id, MAIN_MENU),)))
    for target, way in _ways_on(main, MAIN_MENU):
        places = tuple(_walk(book, target, way, seen))
        found.append(Group("From the main menu", places, topic=target))
    after = _after_readings(book, found, seen)
    key = next(key for key, command in service.keys.items() if command is Command.PERSON)
    person = Group("A person", tuple(_walk(book, service.person, f"at any time, {key}", seen)))
    goodbye = Group("Goodbye", tuple(_walk(book, service.goodbye, "at the end of a call", seen)))
    after += _after_readings(book, [person, goodbye], seen)
    found += [Group("After other texts", tuple(after)), person, goodbye]
    rest = tuple(Place(node, "no call comes here") for node in book.nodes if node not in seen)
    return [group for group in (*found, Group("Reached by no call", rest)) if group.places]


def _greeting(book: Book, seen: set[str]) -> Iterator[Place]:
    """What is passed through before the main menu."""
    at = book.nodes[book.service.start]
    while isinstance(at, Say) and at.id != book.service.main_menu and at.id not in seen:
        seen.add(at.id)
        yield Place(at.id, "when the call begins")
        at = book.nodes[at.then]
    if at.id != book.service.main_menu:
        stop = seen | {book.service.main_menu}
        for place in _walk(book, at.id, "when the call begins", stop):
            seen.add(place.node)
            yield place


def _walk(book: Book, start: str, way: str, seen: set[str]) -> Iterator[Place]:
    """Depth first, without a text's offers: those are heard after the whole of it."""
    waiting = [(start, way)]
    while waiting:
        name, here = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        node = book.nodes[name]
        yield Place(name, here)
        if not isinstance(node, Read):
            waiting += reversed(list(_ways_on(node, here)))


def _after_readings(book: Book, before: Collection[Group], seen: set[str]) -> list[Place]:
    found: list[Place] = []
    waiting = [place for group in before for place in group.places]
    for place in waiting:  # grows while it is walked through
        node = book.nodes[place.node]
        if isinstance(node, Read):
            for key, target in node.options.items():
                reached = list(_walk(book, target, f"{place.way}, then {key}", seen))
                found += reached
                waiting += reached
    return found


def _ways_on(node: Node, way: str) -> Iterator[tuple[str, str]]:
    """Where a node leads, and the way there, which ``way`` leads to the node itself."""
    for by, target in ways(node):
        if isinstance(node, Menu | Read):
            yield target, f"{way}, {by}"
        elif by == THEN:
            yield target, way
        else:
            yield target, f"{way} ({FAILED.get(type(node), by)})"


def offered_in(book: Book) -> Mapping[str, list[str]]:
    """For each node: every menu and text that offers it, and the key."""
    found: dict[str, list[str]] = {}
    for node in book.nodes.values():
        if isinstance(node, Menu | Read):
            for key, target in node.options.items():
                if not (isinstance(node, Read) and target == book.service.main_menu):
                    place = "in" if isinstance(node, Menu) else "after"
                    found.setdefault(target, []).append(f"{key} {place} {node.id}")
    return found
