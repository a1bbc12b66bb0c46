"""How long callers have to listen, by the software phone's clock at the normal pace."""

import pytest

from ivr.dialogue import Book, Listen, Pace, Speak, Turn, opening
from ivr.dialogue.nodes import Menu, Read
from ivr.phone.listening import length
from ivr.phone.markup import parse
from ivr.phone.verbs import Gather
from ivr.telephony.twiml import Renderer

LONGEST_MENU, LONGEST_PART = 20.0, 45.0
"""Seconds (the voice rules)."""

MOST_OPTIONS = 5


@pytest.fixture(scope="module")
def renderer(book: Book) -> Renderer:
    """The shipped book's TwiML."""
    return Renderer(book)


def seconds(book: Book, renderer: Renderer, *passages: str) -> float:
    """How long these passages take."""
    turn = Turn(opening(book), Speak(passages, "en", Pace.NORMAL), Listen(10))
    (gather,) = parse(renderer.render(turn, "https://line.example/voice/x"))
    assert isinstance(gather, Gather)
    return sum(length(verb) for verb in gather.nested)


def test_no_menu_takes_longer_than_twenty_seconds(book: Book, renderer: Renderer) -> None:
    """Warning, title and choices together, and never more than five choices."""
    for name, node in book.nodes.items():
        if isinstance(node, Menu):
            titles = [f"{name}/{part}" for part in range(book.languages["en"].parts[name])]
            warning = [f"{name}/ask"] if node.ask_first else []
            spoken = seconds(book, renderer, *warning, *titles, f"{name}/choices")
            assert spoken <= LONGEST_MENU, name
            assert len(node.options) <= MOST_OPTIONS


def test_no_part_takes_longer_than_forty_five_seconds(book: Book, renderer: Renderer) -> None:
    """Every part of every text, its telephone numbers said twice included."""
    for name, node in book.nodes.items():
        if isinstance(node, Read):
            for part in range(book.languages["en"].parts[name]):
                assert seconds(book, renderer, f"{name}/{part}") <= LONGEST_PART, name


def test_a_caller_hears_what_to_do_in_an_emergency_at_once(book: Book, renderer: Renderer) -> None:
    """The greeting, with 9 1 1 in it, takes less than fifteen seconds."""
    assert seconds(book, renderer, "main.welcome/0") < 15
