"""Exploring a whole book: every call, every proof, every way to a text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ivr.authoring.exploration.calls import Explorer, Step
from ivr.authoring.exploration.findings import Broken, Exploration, Promise
from ivr.authoring.exploration.proofs import waiting_ends, ways_on
from ivr.authoring.exploration.topics import topics, whole_menu_seconds
from ivr.dialogue.book import Book, Pace
from ivr.dialogue.nodes import Branch, Menu, Node, Remember, targets
from ivr.dialogue.step import step
from ivr.speech.duration import passage_seconds

SILENT: Final = (Branch, Remember)
"""Nodes that no word tells of: who is led further has passed them."""

NONE: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


def explore(
    book: Book,
    labels: Mapping[str, Mapping[str, str]],
    alarms: Mapping[str, Mapping[str, str]] = NONE,
    stepping: Step = step,
) -> Exploration:
    """Make every call that the book allows, and keep what breaks a promise.

    ``labels`` holds how each node is offered, by language, and ``alarms`` what somebody in danger
    says and where that leads. ``stepping`` stands in for ``step`` where a test shows that a fault
    of the program is found.
    """
    explorer = Explorer(book, stepping, labels, alarms)
    explorer.explore()
    broken: dict[tuple[Promise, str], Broken] = {}
    for found in (*explorer.broken, *ways_on(explorer), *waiting_ends(explorer)):
        best = broken.setdefault((found.promise, found.node), found)
        if len(found.call) < len(best.call):
            broken[found.promise, found.node] = found
    named = {book.service.start, book.service.person, book.service.goodbye}
    languages = book.languages
    pace = book.service.paces[Pace.NORMAL]
    return Exploration(
        states=len(explorer.came_by),
        transitions=explorer.transitions,
        reached=frozenset(_with_branches(explorer.reached, book.nodes, named)),
        broken=tuple(broken[key] for key in sorted(broken)),
        topics=MappingProxyType(
            {code: topics(book, languages[code], labels[code]) for code in languages}
        ),
        speech=sum(
            passage_seconds(passage, pace, language)
            for language in languages.values()
            for passage in language.passages.values()
        ),
        longest_menu=max(
            (
                whole_menu_seconds(book, language, node)
                for language in languages.values()
                for node in book.nodes.values()
                if isinstance(node, Menu)
            ),
            default=0.0,
        ),
    )


def _with_branches(reached: set[str], nodes: Mapping[str, Node], first: set[str]) -> set[str]:
    """Nodes that were reached, and the silent ones that led to them."""
    found = set(reached) & set(nodes)
    named = {target for node in found for target in targets(nodes[node])} | first
    waiting = [name for name in named if isinstance(nodes[name], SILENT)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [t for t in targets(nodes[name]) if isinstance(nodes[t], SILENT)]
    return found
