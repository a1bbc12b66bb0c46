"""What is understood of a caller's words, for now: a language that they ask for."""

import pytest

from ivr.dialogue import Book
from ivr.dialogue.hearing import language_asked_for


@pytest.mark.parametrize(
    ("utterance", "language"),
    [
        ("español", "es"),
        ("Espanol.", "es"),
        ("En español, por favor.", "es"),
        ("SPANISH PLEASE", "es"),
        ("no hablo inglés", "es"),
        ("English", "en"),
        ("inglés por favor", "en"),
    ],
)
def test_a_language_is_asked_for_in_either_language(
    book: Book, utterance: str, language: str
) -> None:
    """With or without accents, capitals and punctuation, as recognisers write."""
    assert language_asked_for(book, utterance) == language


@pytest.mark.parametrize(
    "utterance",
    [
        "",
        "hospice",
        "i do not speak english",
        "does the american cancer society have spanish speaking people",
        "is my doctor spanish",
        "español " * 5_000,
    ],
)
def test_a_language_that_is_only_mentioned_is_not_asked_for(book: Book, utterance: str) -> None:
    """Nobody is switched to another language who did not ask for it."""
    assert language_asked_for(book, utterance) is None
