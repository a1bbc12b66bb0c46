"""Properties that hold for every call, whatever the caller does."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.dialogue import (
    Book,
    CallStarted,
    Dial,
    DigitsPressed,
    Event,
    HangUp,
    Listen,
    SilenceFell,
    SpeechHeard,
    Turn,
    opening,
    step,
)
from ivr.dialogue.actions import RecordMessage
from ivr.dialogue.arriving import WAITING
from ivr.dialogue.events import Outcome
from ivr.telephony.token import CallTokens, SealedCall
from tests.dialogue.strategies import EVENTS, MOMENTS
from tests.performing import finished

TOKENS = CallTokens(["k" * 64])
MOST_SILENCES = 4
"""Silences in a row after which a call has ended: three attempts, then goodbye."""


def begin(book: Book) -> Turn:
    """The first turn of a call."""
    return step(book, opening(book), CallStarted())


@settings(max_examples=300, deadline=None)
@given(script=st.lists(st.tuples(EVENTS, MOMENTS), max_size=25), outcome=st.sampled_from(Outcome))
def test_any_event_in_any_state_waits_transfers_or_ends_with_words(
    staffed_book: Book, script: list[tuple[Event, int]], outcome: Outcome
) -> None:
    """Whatever happens, the line speaks, and then waits, transfers or hangs up."""
    turn = begin(staffed_book)
    for event, elapsed in script:
        turn = finished(staffed_book, step(staffed_book, turn.state, event, elapsed), outcome)
        passages = staffed_book.languages[turn.speech.language].passages
        assert turn.speech.passages
        assert set(turn.speech.passages) <= set(passages)
        assert isinstance(turn.ending, Listen | Dial | RecordMessage | HangUp)
        assert len(turn.state.trail) <= staffed_book.service.trail
        if isinstance(turn.ending, Listen):
            assert isinstance(staffed_book.nodes[turn.state.place.node], WAITING)


@settings(max_examples=200, deadline=None)
@given(script=st.lists(st.tuples(EVENTS, MOMENTS), max_size=20))
def test_a_call_survives_serialisation_between_every_turn(
    staffed_book: Book, script: list[tuple[Event, int]]
) -> None:
    """A state that was sealed and opened again is the same state and makes the same turn."""
    turn = begin(staffed_book)
    for event, elapsed in script:
        token = TOKENS.seal("CA1", SealedCall(turn.state, 7))
        reopened = TOKENS.open("CA1", token).state
        assert reopened == turn.state
        again = step(staffed_book, reopened, event, elapsed)
        turn = step(staffed_book, turn.state, event, elapsed)
        assert again == turn


@settings(max_examples=200, deadline=None)
@given(keys=st.lists(st.sampled_from("0123456789*#"), max_size=15))
def test_a_caller_who_falls_silent_anywhere_comes_to_a_kind_end(
    book: Book, keys: list[str]
) -> None:
    """From every place, silence alone reads on, asks three times, gives numbers and ends."""
    turn = begin(book)
    for key in keys:
        turn = step(book, turn.state, DigitsPressed(key))
    # A call to somebody that comes to nothing leads to another text.
    parts = max(book.languages["en"].parts.values())
    for _ in range(2 * parts + MOST_SILENCES):
        if isinstance(turn.ending, HangUp):
            break
        turn = step(book, turn.state, SilenceFell())
    assert isinstance(turn.ending, HangUp)
    assert "service/last_numbers" in turn.speech.passages
    assert turn.speech.passages[-1].startswith("main.goodbye/")


@settings(max_examples=200, deadline=None)
@given(misses=st.lists(st.booleans(), min_size=8, max_size=8))
def test_silence_and_misunderstanding_in_any_mixture_come_to_an_end(
    book: Book, misses: list[bool]
) -> None:
    """A caller who alternates between silence and nonsense is not asked forever."""
    turn = begin(book)
    for miss in misses:
        if isinstance(turn.ending, HangUp):
            break
        event = SpeechHeard("mumble") if miss else SilenceFell()
        turn = step(book, turn.state, event)
    assert isinstance(turn.ending, HangUp)


@settings(max_examples=200, deadline=None)
@given(keys=st.lists(st.sampled_from("123459#78"), max_size=12))
def test_a_person_is_one_key_away_from_everywhere_and_back_returns(
    book: Book, keys: list[str]
) -> None:
    """0 leads to people from any place, and * from there to the place the caller had left."""
    turn = begin(book)
    for key in keys:
        turn = step(book, turn.state, DigitsPressed(key))
    if turn.state.place.node == "main.person_lines":
        return
    left = turn.state.place
    person = step(book, turn.state, DigitsPressed("0"))
    assert person.state.place.node == "main.person_lines"
    assert step(book, person.state, DigitsPressed("*")).state.place == left


@settings(max_examples=100, deadline=None)
@given(keys=st.lists(st.sampled_from("0123456789*#"), max_size=12))
def test_no_place_stands_on_the_trail_twice(book: Book, keys: list[str]) -> None:
    """However a caller wanders, the trail is a path without circles that ends before them."""
    turn = begin(book)
    for key in keys:
        turn = step(book, turn.state, DigitsPressed(key))
        if isinstance(turn.ending, HangUp):
            return
        nodes = [place.node for place in (*turn.state.trail, turn.state.place)]
        assert len(nodes) == len(set(nodes))
