"""How rightly callers are understood, on utterances that nothing was made from."""

from pathlib import Path

import pytest

from ivr.authoring.destinations import Destinations
from ivr.authoring.utterances import MEASURED, Utterance, read_utterances
from ivr.dialogue import Book

FILE = Path(__file__).parent / "data" / "utterances.tsv"
LANGUAGES = ("en", "es")
DANGER = frozenset({"emergency", "crisis"})

LEAST_RIGHT = 0.92
MOST_APART = 0.04
MOST_FALSE_ALARMS = 0.02

MISSED = {"en": 0, "es": 1}
"""Cries of the measured part that are not heard as danger: to be none, and never to be more."""


@pytest.fixture(scope="module")
def answered(book: Book) -> list[tuple[Utterance, str]]:
    """Each utterance of the measured part, and where it leads."""
    destinations = Destinations(book)
    said = read_utterances(FILE, list(LANGUAGES), "en", destinations)
    return [
        (each, destinations.reached(each.text, each.language, book.service.main_menu))
        for each in said
        if each.part == MEASURED
    ]


def right(answered: list[tuple[Utterance, str]], language: str) -> float:
    """The share that is understood rightly in a language."""
    mine = [got == each.destination for each, got in answered if each.language == language]
    assert len(mine) >= 250
    return sum(mine) / len(mine)


@pytest.mark.parametrize("language", LANGUAGES)
def test_callers_come_to_the_right_place(
    answered: list[tuple[Utterance, str]], language: str
) -> None:
    """At least 92 of 100, where being asked counts only if asking is right."""
    assert right(answered, language) >= LEAST_RIGHT


def test_both_languages_are_understood_alike(answered: list[tuple[Utterance, str]]) -> None:
    """At most four points apart."""
    assert abs(right(answered, "en") - right(answered, "es")) <= MOST_APART


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_heard_as_danger(answered: list[tuple[Utterance, str]], language: str) -> None:
    """Emergency and crisis are answered at once, as either."""
    cries = [
        got for each, got in answered if each.language == language and each.destination in DANGER
    ]
    assert len(cries) >= 40
    assert sum(got not in DANGER for got in cries) <= MISSED[language]


def test_alarms_are_rarely_false(answered: list[tuple[Utterance, str]]) -> None:
    """At most two of a hundred callers who are in no danger are told to dial 9 1 1."""
    calm = [got for each, got in answered if each.destination not in DANGER]
    assert sum(got in DANGER for got in calm) <= MOST_FALSE_ALARMS * len(calm)


def test_nothing_that_is_measured_is_a_phrase(
    book: Book, answered: list[tuple[Utterance, str]]
) -> None:
    """What is measured was never written down as something to understand."""
    written = {
        " ".join(phrase.lower().split())
        for file in Path(__file__).parents[1].glob("prompts/*/*.yaml")
        for phrase in file.read_text().splitlines()
    }
    longer = [each.text for each, _ in answered if len(each.text.split()) > 4]
    assert [text for text in longer if text in written] == []
    assert book.grammar.listens
