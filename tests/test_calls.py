"""Whole calls: every file in ``tests/calls`` is placed on the shipped line."""

from pathlib import Path

import pytest

from ivr.cli.lines import Lines
from ivr.dialogue import Book
from ivr.dialogue.nodes import Menu, Read
from ivr.phone import callfile, script

CALLS = Path(__file__).parent / "calls"
FILES = sorted(CALLS.rglob("*.yaml"))
LINES = Lines()

MOST_PRESSES = 3
"""Keys from the greeting to any topic of the call tree."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CALLS)))
def test_a_call_goes_as_it_is_written(file: Path) -> None:
    """Every scripted call is heard, pressed and ended as its file says."""
    result = script.play(callfile.load(file), LINES.anew())
    assert not result.failure, f"\n{script.report(result)}"


def topics(book: Book) -> dict[str, str]:
    """The topics of the call tree, and the keys that lead from the main menu to each."""
    keys = {book.service.main_menu: ""}
    queue = [book.service.main_menu]
    while queue:
        node = book.nodes[queue.pop(0)]
        if isinstance(node, Menu):
            for key, target in node.options.items():
                if target not in keys:
                    keys[target] = keys[node.id] + key
                    queue.append(target)
    return {name: path for name, path in keys.items() if isinstance(book.nodes[name], Read)}


def test_every_topic_is_at_most_three_presses_away(book: Book) -> None:
    """No topic of the tree is deeper than its third menu."""
    found = topics(book)
    assert len(found) > 40
    assert max(map(len, found.values())) <= MOST_PRESSES


@pytest.mark.parametrize(("folder", "first"), [("topics", ""), ("es/topics", "8")])
def test_every_topic_has_a_call_of_its_own(book: Book, folder: str, first: str) -> None:
    """In each language a topic's file presses just the keys that lead there (and 1 at a gate)."""
    for name, path in topics(book).items():
        node = book.nodes[name]
        loaded = callfile.load(CALLS / folder / f"{name.partition('.')[2]}.yaml")
        pressed = "".join(step.shape.press or "" for step in loaded.steps)
        gate = "1" if isinstance(node, Read) and node.ask_first else ""
        assert pressed == f"{first}{path}{gate}*", name


def test_every_call_has_a_twin_in_spanish() -> None:
    """Whatever a caller does in English, a call shows it in Spanish."""
    names = {file.relative_to(CALLS).as_posix() for file in FILES}
    english = {name for name in names if not name.startswith("es/")}
    assert {name.removeprefix("es/") for name in names - english} == english
