"""What is understood of a caller's words, for now: a language that they ask for."""

from pathlib import Path

import pytest

from ivr.dialogue import Book
from ivr.dialogue.hearing import language_asked_for
from tests.manuscripts import toy_book, toy_files


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
        "...",
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


def test_an_utterance_without_words_asks_for_nothing(tmp_path: Path) -> None:
    """Not even where somebody wrote one such down for a language."""
    words = toy_files()["prompts/eo/service.yaml"] + 'asked_by: ["!", "esperanto"]\n'
    book = toy_book(tmp_path, None, **{"prompts/eo/service.yaml": words})
    assert language_asked_for(book, "?") is None
    assert language_asked_for(book, "Esperanto") == "eo"
