"""The checker's clock and the software phone's agree about every word of the shipped book."""

import pytest

from ivr.dialogue import Book, Listen, Pace, Speak, Turn, opening
from ivr.phone.listening import length
from ivr.phone.markup import parse
from ivr.phone.verbs import Gather
from ivr.speech.duration import passage_seconds
from ivr.telephony.twiml import Renderer


@pytest.mark.parametrize("pace", Pace)
def test_a_passage_takes_as_long_for_the_checker_as_on_the_phone(book: Book, pace: Pace) -> None:
    """At either pace, within a hundredth of a second; a full stop cut off makes no more."""
    renderer = Renderer(book)
    language = book.languages["en"]
    for passage in language.passages.values():
        if passage.id in language.timed:
            continue  # never said itself: it is said in fragments, which are passages too
        turn = Turn(opening(book), Speak((passage.id,), "en", pace), Listen(10))
        (gather,) = parse(renderer.render(turn, "https://line.example/voice/x"))
        assert isinstance(gather, Gather)
        heard = sum(length(verb) for verb in gather.nested)
        counted = passage_seconds(passage, book.service.paces[pace], language)
        assert counted == pytest.approx(heard, abs=0.01), passage.id


def test_a_caller_hears_what_to_do_in_an_emergency_at_once(book: Book) -> None:
    """The greeting, with 9 1 1 in it, takes less than fifteen seconds."""
    language = book.languages["en"]
    assert passage_seconds(language.passages["main.welcome/0"], 150, language) < 15
