"""What a caller asks the line to do: stages, and what is told to the line in each."""

from dataclasses import replace

import pytest

from ivr.dialogue import (
    Book,
    CallState,
    DigitsPressed,
    HangUp,
    Listen,
    SpeechHeard,
    Turn,
    opening,
    step,
)
from ivr.dialogue.actions import (
    DiscardMessage,
    KeepMessage,
    KeepRequest,
    Perform,
    RecordMessage,
    SendText,
)
from ivr.dialogue.circumstances import Circumstances
from ivr.dialogue.events import MessageRecorded, Outcome, Performed
from ivr.dialogue.state import GATE, Place, Stage, Wish
from tests.performing import finished

HERE = Circumstances(caller="+12125550143")
WITHHELD = Circumstances()
MESSAGE = MessageRecorded("RE1", 20)


def at(book: Book, node: str, part: int = 0, **more: object) -> CallState:
    """A state in which the caller is there."""
    return replace(opening(book), place=Place(node, part), **more)  # type: ignore[arg-type] # fields


def recorded(book: Book) -> Turn:
    """The turn after a message was spoken and kept."""
    asked = step(book, at(book, "contact.leave_message"), DigitsPressed("1"), around=HERE)
    assert isinstance(asked.ending, RecordMessage)
    return finished(book, step(book, asked.state, MESSAGE, around=HERE), Outcome.DONE, HERE)


def test_a_message_is_kept_as_soon_as_it_ends(book: Book) -> None:
    """Whatever the caller does then: many hang up."""
    turn = step(book, at(book, "contact.leave_message", Stage.RECORDING), MESSAGE, around=HERE)
    assert turn.ending == Perform(KeepMessage("RE1", 20))


def test_a_message_of_no_length_is_deleted_where_it_is(book: Book) -> None:
    """It would lie at the provider for ever."""
    state = at(book, "contact.leave_message", Stage.RECORDING)
    turn = step(book, state, MessageRecorded("RE1", 0), around=HERE)
    assert turn.ending == Perform(DiscardMessage("RE1"))
    after = finished(book, turn, Outcome.DONE, HERE)
    assert "service/nothing_recorded" in after.speech.passages


@pytest.mark.parametrize("event", [DigitsPressed("8"), SpeechHeard("hablo español")])
def test_a_kept_message_can_be_erased_after_a_change_of_language(
    book: Book, event: DigitsPressed | SpeechHeard
) -> None:
    """The stage is the same in every language."""
    other = step(book, recorded(book).state, event, around=HERE)
    erased = step(book, other.state, DigitsPressed("3"), around=HERE)
    assert erased.ending == Perform(DiscardMessage("RE1"))


def test_a_kept_message_can_be_erased_when_the_time_is_up(book: Book) -> None:
    """The line has just said how."""
    state, longest = recorded(book).state, book.service.longest_call
    late = step(book, state, DigitsPressed("3"), longest, HERE)
    assert late.ending == Perform(DiscardMessage("RE1"))
    assert isinstance(step(book, state, DigitsPressed("4"), longest, HERE).ending, HangUp)


def test_a_message_that_could_not_be_erased_is_told_of_before_the_next(book: Book) -> None:
    """Nobody believes that it is gone when it is not."""
    again = step(book, recorded(book).state, DigitsPressed("2"), around=HERE)
    turn = step(book, again.state, Performed(Outcome.FAILED), around=HERE)
    assert turn.speech.passages[0] == "service/not_discarded"
    assert isinstance(turn.ending, RecordMessage)


@pytest.mark.parametrize("digits", ["2125550142", "12125550142"])
@pytest.mark.parametrize("around", [HERE, WITHHELD])
def test_a_number_that_is_confirmed_in_another_language_is_the_same(
    book: Book, digits: str, around: Circumstances
) -> None:
    """It is read back in the other language, and one key takes it."""
    state = at(book, "contact.leave_number", Stage.TYPING)
    typed = step(book, state, DigitsPressed(digits), around=around)
    other = step(book, typed.state, DigitsPressed("8"), around=around)
    assert other.state.place == Place("contact.leave_number", Stage.CONFIRMING)
    taken = step(book, other.state, DigitsPressed("1"), around=around)
    assert taken.state.wish.number == "+12125550142"


@pytest.mark.parametrize("around", [HERE, WITHHELD])
@pytest.mark.parametrize("part", [Stage.ASKED, Stage.TYPING, Stage.CONFIRMING])
@pytest.mark.parametrize("typed", ["", "212", "2125550142", "12125550142", "00000000000"])
def test_whatever_was_typed_before_a_key_is_waited_for(
    book: Book, around: Circumstances, part: int, typed: str
) -> None:
    """In each stage, also in one that the number does not fit."""
    for node in ("contact.leave_number", "contact.text_number"):
        state = at(book, node, part, wish=Wish(typed=typed))
        turn = step(book, state, DigitsPressed("9"), around=around)
        assert isinstance(turn.ending, Listen)
        assert turn.ending.most_digits >= 1


def test_a_gate_that_was_not_passed_is_nothing_that_was_heard(book: Book) -> None:
    """Neither a text nor the staff is told of it."""
    gate = Place("support.prognosis_support", GATE)
    asked = step(book, at(book, "contact.text_me", trail=(gate,)), DigitsPressed("1"), around=HERE)
    assert isinstance(asked.ending, Perform)
    assert asked.ending.effect == SendText(HERE.caller, "named:main.person_lines")
    wish = Wish(number=HERE.caller, topic=True)
    state = at(book, "contact.may_know", trail=(gate,), wish=wish)
    kept = step(book, state, DigitsPressed("1"), around=HERE)
    assert kept.ending == Perform(KeepRequest(HERE.caller, "any", None))


def test_the_topic_is_what_was_heard_last_even_past_the_main_menu(book: Book) -> None:
    """And numbers to call are no topic."""
    state = at(book, "main.main_menu")
    for event in ("what is hospice", "main menu"):
        state = step(book, state, SpeechHeard(event), around=HERE).state
    state = replace(state, place=Place("contact.may_know"), wish=replace(state.wish, number="+1"))
    kept = step(book, state, DigitsPressed("1"), around=HERE)
    assert isinstance(kept.ending, Perform)
    assert isinstance(kept.ending.effect, KeepRequest)
    assert kept.ending.effect.topic == "hospice.hospice_what"


def test_a_text_goes_to_no_number_that_was_given_for_a_call_back(book: Book) -> None:
    """Whose telephone that is, nobody knows."""
    state = at(book, "contact.text_me", wish=Wish(number="+12125550199"))
    turn = step(book, state, DigitsPressed("1"), around=HERE)
    assert isinstance(turn.ending, Perform)
    assert isinstance(turn.ending.effect, SendText)
    assert turn.ending.effect.number == HERE.caller
