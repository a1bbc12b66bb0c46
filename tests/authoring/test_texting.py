"""Texts to telephones: what they say, and what a line offers that can't send any."""

import re
from itertools import pairwise

import pytest

from ivr.authoring.texting import LONGEST, without
from ivr.dialogue import Book
from ivr.dialogue.errands import NAMED, PLAIN
from ivr.dialogue.nodes import Read, Record, Save, Text, targets

NUMBER = re.compile(r"\b(?:\d+-)*\d{3,}\b")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reading_has_a_text_of_either_kind(book: Book, language: str) -> None:
    """So that a caller who asks for one gets one, wherever they are."""
    readings = {node.id for node in book.nodes.values() if isinstance(node, Read)}
    for kind in (NAMED, PLAIN):
        have = {name.removeprefix(kind) for name in book.languages[language].texts if kind in name}
        assert have == readings


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plain_text_holds_nothing_but_numbers(book: Book, language: str) -> None:
    """Nobody who sees it can tell what the call was about: no word but those of the template."""
    bodies = [body for kind, body in book.languages[language].texts.items() if PLAIN in kind]
    frames = {NUMBER.sub("", body).replace(",", "").replace(" ", "") for body in bodies}
    assert len(frames) == 1
    assert all(NUMBER.search(body) for body in bodies)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_named_text_is_short_and_ends_with_a_sentence(book: Book, language: str) -> None:
    """Whole sentences, no marks, no more than fits."""
    for kind, body in book.languages[language].texts.items():
        if NAMED in kind:
            assert len(body) <= LONGEST + 100
            assert not set("{}<>") & set(body)
            assert body.endswith(".")


@pytest.mark.parametrize("kinds", [(Text,), (Save, Record), (Text, Save, Record)])
def test_nothing_leads_to_what_is_left_out(book: Book, kinds: tuple[type, ...]) -> None:
    """No key, no way on, and no menu that would be empty."""
    kept = without(book.nodes, kinds)
    assert not any(isinstance(node, kinds) for node in kept.values())
    for node in kept.values():
        assert set(targets(node)) <= set(kept)
        assert targets(node) or type(node).__name__ == "Goodbye"


def test_leaving_out_changes_nothing_else(book: Book) -> None:
    """Texts that are only heard stay, in the same order."""
    kept = list(without(book.nodes, (Text, Save, Record)))
    order = {name: at for at, name in enumerate(book.nodes)}
    assert all(order[one] < order[other] for one, other in pairwise(kept))
    assert {name for name, node in book.nodes.items() if isinstance(node, Read)} <= set(kept)
