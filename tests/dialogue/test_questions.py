"""Spoken answers where a call is at its edges: lost places, changed books, odd keys."""

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.authoring import load
from ivr.dialogue import (
    Book,
    CallResumed,
    CallState,
    DigitsPressed,
    Event,
    Phrase,
    Place,
    SpeechHeard,
    step,
)
from ivr.dialogue.grammar import Danger, Grammar, NumberWords, Speech, SpeechWords
from tests.talkative import talkative

DANGER = SpeechHeard("there are flames")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The toy book with phrases in it."""
    return load(talkative(Path(tmp_path_factory.mktemp("book"))))


def at(book: Book, *asked: str, version: str = "") -> CallState:
    """A caller at the second part of a text, who was asked what they meant."""
    place = Place("main.tea", 1)
    trail = (Place("main.menu"),)
    state = CallState(version or book.version, "en", place, trail)
    return replace(state, asked=asked, questions=len(asked))


@pytest.mark.parametrize(
    "state",
    [
        CallState("old", "en", Place("gone.x")),
        CallState("old", "xx", Place("main.menu")),
        CallState("old", "en", Place("main.menu"), asked=("gone.x",), questions=1),
    ],
)
def test_danger_is_answered_where_the_book_has_changed(book: Book, state: CallState) -> None:
    """No apology comes before it, and it is not lost by one."""
    turn = step(book, state, DANGER)
    assert turn.state.place.node == "main.fire"
    assert turn.speech.passages[0] == "main.fire/0"


def test_danger_is_answered_in_a_call_that_lost_its_place(book: Book) -> None:
    """Words besides danger belonged to the place that was lost."""
    start = CallState(book.version, "en", Place("main.menu"))
    turn = step(book, start, CallResumed(Phrase.LOST_PLACE, said=DANGER.utterance))
    assert turn.speech.passages[0] == "main.fire/0"
    other = step(book, start, CallResumed(Phrase.LOST_PLACE, said="kettle"))
    assert other.speech.passages[0] == "service/lost_place"


@pytest.mark.parametrize("keys", ["²", "٣", "1" * 5_000, "01", "", "-1"])
def test_what_is_no_key_of_a_question_is_not_understood(book: Book, keys: str) -> None:
    """Digits of other scripts and long numbers are no keys, and no faults."""
    turn = step(book, at(book, "main.soft"), DigitsPressed(keys))
    assert turn.state.misunderstandings == 1
    assert turn.state.asked == ("main.soft",)


@pytest.mark.parametrize("answer", [SpeechHeard("yes"), DigitsPressed("1")])
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("command:repeat", Place("main.tea", 1)),
        ("command:slower", Place("main.tea", 1)),
        ("command:back", Place("main.menu")),
    ],
)
def test_a_command_that_was_confirmed_is_obeyed(
    book: Book, name: str, place: Place, answer: Event
) -> None:
    """It is about what was said before the question, not about the question."""
    turn = step(book, at(book, name), answer)
    assert turn.state.asked == ()
    assert turn.state.place == place


def test_a_question_outlives_a_change_of_the_book_if_all_of_it_is_there(book: Book) -> None:
    """Its keys lead where they were said to lead, and nowhere if one of these is gone."""
    turn = step(book, at(book, "main.soft", "main.ask", version="old"), DigitsPressed("1"))
    assert turn.state.place.node == "main.soft"
    gone = step(book, at(book, "gone.x", "main.ask", version="old"), DigitsPressed("1"))
    assert gone.speech.passages[0] == "service/book_changed"
    assert gone.state.place == Place("main.menu")
    assert gone.state.asked == ()


def test_patterns_of_danger_are_enough() -> None:
    """A language without any phrase still hears danger."""
    words = SpeechWords(NumberWords({}))
    grammar = Grammar({"en": Speech(words, {}, {"fire": ["smell smoke"]})})
    assert grammar.understand("I smell smoke", "en") == Danger("fire", "en")


@pytest.mark.parametrize("mark", "'’‘`´ʼ′＇")  # noqa: RUF001 - what recognisers write
def test_an_apostrophe_is_one_however_it_is_written(mark: str) -> None:
    """Recognisers and their post-processing write several."""
    words = SpeechWords(NumberWords({}))
    grammar = Grammar({"en": Speech(words, {}, {"breath": ["can't +breathe"]})})
    assert grammar.understand(f"I can{mark}t breathe", "en") == Danger("breath", "en")
