"""Exploring every call: what it proves, that a fault is found, and that nothing is left out."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring import load
from ivr.authoring.checking import check
from ivr.authoring.examined import Examined
from ivr.authoring.example import STARTER
from ivr.authoring.exploration.acts import (
    KEYS,
    MEANINGLESS,
    OUTCOMES,
    SILENCE,
    Situation,
    situation,
)
from ivr.authoring.exploration.calls import Explorer
from ivr.authoring.exploration.counterexample import replay
from ivr.authoring.exploration.exploring import explore
from ivr.authoring.exploration.findings import Broken, Promise
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.rules import RULES
from ivr.cli import main
from ivr.dialogue import (
    Book,
    CallStarted,
    CallState,
    Command,
    DigitsPressed,
    Event,
    HangUp,
    Listen,
    Pace,
    Phrase,
    Place,
    SilenceFell,
    SpeechHeard,
    Turn,
    opening,
    step,
)
from ivr.dialogue.circumstances import Circumstances
from ivr.dialogue.events import CallResumed
from tests.dialogue.strategies import EVENTS
from tests.manuscripts import toy_book

NOBODY_SAYS: Final[dict[str, dict[str, str]]] = {"en": {}, "eo": {}}
Faulty = Callable[[Book, CallState, Event, int, Circumstances], Turn]


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The toy book, in two languages."""
    return toy_book(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def starter() -> Book:
    """The starter book, which breaks no promise."""
    return load(STARTER)


def is_key(event: Event, key: str) -> bool:
    """Whether an event is this key."""
    return isinstance(event, DigitsPressed) and event.digits == key


def stops(book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances) -> Turn:
    """Stops when 9 is pressed at the dogs."""
    if is_key(event, "9") and state.place.node == "animals.dogs":
        raise KeyError(event)
    return step(book, state, event, elapsed, around)


def catches(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Lets nobody leave the dogs by a key."""
    turn = step(book, state, event, elapsed, around)
    if state.place.node != "animals.dogs" or not isinstance(event, DigitsPressed) or elapsed:
        return turn
    caught = replace(turn.state, place=Place("animals.dogs", 1), trail=())
    return replace(turn, state=caught, ending=Listen(10))


def is_patient(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Forgets every silence at the cats."""
    turn = step(book, state, event, elapsed, around)
    if event == SILENCE and state.place.node == "animals.cats" and not elapsed:
        return replace(turn, state=replace(state, silences=0), ending=Listen(10))
    return turn


def is_deaf(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Forgets every misunderstanding at the cats."""
    turn = step(book, state, event, elapsed, around)
    if event == MEANINGLESS and state.place.node == "animals.cats":
        return replace(turn, state=replace(state, misunderstandings=0), ending=Listen(10))
    return turn


def is_obstinate(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Forgets at the cats that a key meant nothing, and hears speech well enough."""
    turn = step(book, state, event, elapsed, around)
    if is_key(event, "5") and state.place.node == "animals.cats":
        return replace(turn, state=replace(state, misunderstandings=0), ending=Listen(10))
    return turn


def is_dumb(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Says nothing at the cats."""
    turn = step(book, state, event, elapsed, around)
    if turn.state.place.node == "animals.cats":
        return replace(turn, speech=replace(turn.speech, passages=()))
    return turn


def is_wordless(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Says at the cats what nobody has written."""
    turn = step(book, state, event, elapsed, around)
    if turn.state.place.node == "animals.cats":
        return replace(turn, speech=replace(turn.speech, passages=("animals.cats/9",)))
    return turn


def is_chatty(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Does not look at the clock when somebody asks for a person."""
    return step(book, state, event, 0 if is_key(event, "0") else elapsed, around)


def is_lonely(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Answers 0 with the main menu, after two silences only."""
    if is_key(event, "0") and state.silences == 2:
        return step(book, state, CallResumed(Phrase.APOLOGY), elapsed, around)
    return step(book, state, event, elapsed, around)


def is_lost(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Leads back from the cats to the main menu, wherever the caller came from."""
    if is_key(event, "*") and state.place.node == "animals.cats":
        return step(book, state, CallResumed(Phrase.APOLOGY), elapsed, around)
    return step(book, state, event, elapsed, around)


def is_careless(
    book: Book, state: CallState, event: Event, elapsed: int, around: Circumstances
) -> Turn:
    """Hears a cry for help everywhere but at the dogs."""
    if event == CRY and not elapsed and state.place.node != "animals.dogs":
        menu = CallState(book.version, state.language, Place("animals.menu"))
        return step(book, menu, DigitsPressed("2"), elapsed, around)
    return step(book, state, event, elapsed, around)


def is_endless(
    book: Book, state: CallState, event: Event, _elapsed: int, around: Circumstances
) -> Turn:
    """Does not look at the clock."""
    return step(book, state, event, 0, around)


CRY = SpeechHeard("fire in here")
ALARMS = {"en": {CRY.utterance: "animals.cats"}}

FAULTS = {
    Promise.ANSWER: (stops, "animals.dogs", ["1", "1", "9"]),
    Promise.WAY_ON: (catches, "animals.dogs", ["1", "1"]),
    Promise.SILENCE_ENDS: (is_patient, "animals.cats", ["1", "2"]),
    Promise.MISUNDERSTANDING_ENDS: (is_deaf, "animals.cats", ["1", "2"]),
    Promise.PERSON: (is_lonely, "main.main_menu", ["silence", "silence", "0"]),
    Promise.BACK: (is_lost, "animals.menu", ["1", "2", "*"]),
    Promise.DANGER: (is_careless, "animals.dogs", ["1", "1", "cry"]),
    Promise.CALL_ENDS: (is_endless, "main.main_menu", []),
}


@pytest.mark.parametrize(
    ("faulty", "promise"),
    [
        (is_obstinate, Promise.MISUNDERSTANDING_ENDS),
        (is_dumb, Promise.ANSWER),
        (is_wordless, Promise.ANSWER),
        (is_chatty, Promise.CALL_ENDS),
    ],
)
def test_a_promise_can_be_broken_in_more_than_one_way(
    starter: Book, faulty: Faulty, promise: Promise
) -> None:
    """Keys that mean nothing, turns without words, and a clock that is not always looked at."""
    broken = {found.promise for found in explore(starter, NOBODY_SAYS, ALARMS, faulty).broken}
    assert promise in broken


def told(event: Event) -> str:
    """A key, silence or a cry in a word."""
    if event == CRY:
        return "cry"
    return event.digits if isinstance(event, DigitsPressed) else "silence"


def test_every_promise_has_a_fault_to_show_it() -> None:
    """No promise is left untested."""
    assert set(FAULTS) == set(Promise)


@pytest.mark.parametrize("promise", FAULTS)
def test_a_fault_of_the_program_is_found_by_its_shortest_call(
    promise: Promise, starter: Book
) -> None:
    """Whatever promise the program breaks is found, with its place and the way there."""
    faulty, node, keys = FAULTS[promise]
    found = explore(starter, NOBODY_SAYS, ALARMS, faulty)
    shortest = min(
        (broken for broken in found.broken if broken.promise is promise),
        key=lambda broken: len(broken.call),
    )
    assert shortest.node == node
    assert shortest.call[0] == CallStarted()
    assert [told(event) for event in shortest.call[1:]] == keys


def test_a_sound_program_breaks_nothing(starter: Book, toy: Book) -> None:
    """The starter book keeps every promise, and reaches every node."""
    found = explore(starter, NOBODY_SAYS)
    assert found.broken == ()
    assert found.reached == set(starter.nodes)
    assert explore(toy, NOBODY_SAYS).reached == set(toy.nodes)


@pytest.mark.parametrize("promise", [p for p in Promise if p is not Promise.PERSON])
def test_a_fault_of_the_program_is_no_fault_of_the_editor(promise: Promise) -> None:
    """Its message says so, names the promise, and shows the call."""
    examined = Examined(read_manuscript(STARTER))
    call = (CallStarted(), DigitsPressed("1"))
    broken = Broken(promise, "animals.menu", call, "something else happens")
    whole = explore(load(STARTER), NOBODY_SAYS)
    examined.explored = replace(whole, broken=(broken,))
    name = "dead-end" if promise is Promise.WAY_ON else "line-fault"
    (problem,) = RULES[name].problems(examined)
    assert (problem.file, problem.line) == ("flows/animals.yaml", 7)
    assert "call: start, 1" in problem.why
    assert 'press: "1"' in examined.replays[problem]


@pytest.mark.parametrize("promise", Promise)
def test_a_counter_example_is_a_call_that_can_be_played(promise: Promise, tmp_path: Path) -> None:
    """Every event is a step to play; the call goes as written only while the fault lasts."""
    events = (CallStarted(), DigitsPressed("1"), SILENCE, SpeechHeard("dogs"), DigitsPressed("*"))
    file = tmp_path / "call.yaml"
    file.write_text(replay(Broken(promise, "main.main_menu", events, "")))
    played = CliRunner().invoke(main, ["test", str(file)], env={"IVR_BOOK": str(STARTER)})
    assert "1 calls" in played.output
    failed = promise in (Promise.SILENCE_ENDS, Promise.MISUNDERSTANDING_ENDS)
    assert ("0 failed" in played.output) != failed, played.output


def test_each_outcome_of_a_transfer_can_be_played(tmp_path: Path) -> None:
    """A counter-example through a transfer sets somebody to call, and what came of it."""
    events = (CallStarted(), DigitsPressed("0"), OUTCOMES[2], DigitsPressed("*"))
    file = tmp_path / "call.yaml"
    broken = Broken(Promise.BACK, "main.numbers", events, "")
    file.write_text(replay(broken, ["IVR_STAFF_KEEPERS"]))
    played = CliRunner().invoke(main, ["test", str(file)], env={"IVR_BOOK": str(STARTER)})
    assert "1 calls, 0 failed" in played.output


def everything(book: Book) -> set[Situation]:
    """Every situation, found without any shortcut: whole states, trails and paces included."""
    events: tuple[Event, ...] = (*KEYS, SILENCE, MEANINGLESS, *OUTCOMES)
    seen: set[CallState] = set()
    nobody = {name: replace(group, numbers=()) for name, group in book.staff.items()}
    everybody = {
        name: replace(group, numbers=("+1555", "+1556")) for name, group in book.staff.items()
    }
    books = [replace(book, staff=staff) for staff in (nobody, everybody)]
    waiting = deque([step(books[0], opening(book), CallStarted()).state])
    while waiting:
        state = waiting.popleft()
        for event in events:
            for staffed in books:
                turn = step(staffed, state, event)
                reached = replace(turn.state, heard="")
                if not isinstance(turn.ending, HangUp) and reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
    return {situation(state) for state in seen}


def test_the_shortcuts_leave_no_situation_out(tmp_path: Path) -> None:
    """A search through whole states, with every trail and pace, comes nowhere else."""
    book = toy_book(tmp_path)
    book = replace(book, service=replace(book.service, trail=1))
    explorer = Explorer(book, step, NOBODY_SAYS, {})
    explorer.explore()
    assert set(explorer.came_by) == everything(book)


@settings(max_examples=300, deadline=None)
@given(script=st.lists(EVENTS, max_size=15), event=EVENTS)
def test_the_pace_changes_no_way(staffed_book: Book, script: list[Event], event: Event) -> None:
    """The same event leads to the same place with the same words, slow or not."""
    state = walked(staffed_book, script)
    normal, slow = (
        step(staffed_book, replace(state, pace=pace), event) for pace in (Pace.NORMAL, Pace.SLOW)
    )
    assert situation(normal.state) == situation(slow.state)
    assert normal.state.trail == slow.state.trail
    assert normal.ending == slow.ending
    if not is_key(event, "7") and not isinstance(event, SpeechHeard):  # which may ask for a pace
        assert normal.speech.passages == slow.speech.passages


@settings(max_examples=300, deadline=None)
@given(script=st.lists(EVENTS, max_size=15), event=EVENTS)
def test_the_trail_is_read_by_back_alone(
    staffed_book: Book, script: list[Event], event: Event
) -> None:
    """With or without a trail an event leads to the same place, or one of the two led back."""
    state = walked(staffed_book, script)
    here, bare = (
        step(staffed_book, state, event),
        step(staffed_book, replace(state, trail=()), event),
    )
    if here.state.place != bare.state.place:
        assert here.state.place == state.trail[-1]


@settings(max_examples=300, deadline=None)
@given(
    script=st.lists(EVENTS, max_size=15), event=EVENTS, counts=st.tuples(*[st.integers(0, 3)] * 2)
)
def test_what_is_understood_does_not_depend_on_earlier_attempts(
    staffed_book: Book, script: list[Event], event: Event, counts: tuple[int, int]
) -> None:
    """An event that is understood at first is answered alike after silences and mumbling."""
    state = replace(walked(staffed_book, script), silences=0, misunderstandings=0)
    fresh = step(staffed_book, state, event)
    if fresh.state.silences or fresh.state.misunderstandings or isinstance(event, SilenceFell):
        return
    if isinstance(event, SpeechHeard) or isinstance(fresh.ending, HangUp):
        return
    later = replace(state, silences=counts[0], misunderstandings=counts[1])
    assert situation(step(staffed_book, later, event).state)[:3] == situation(fresh.state)[:3]
    assert step(staffed_book, later, event).speech == fresh.speech


def walked(book: Book, script: list[Event]) -> CallState:
    """The state after these events, before the call ended."""
    turn = step(book, opening(book), CallStarted())
    for event in script:
        following = step(book, turn.state, event)
        if isinstance(following.ending, HangUp):
            break
        turn = following
    return turn.state


def test_the_shipped_book_is_reported_topic_by_topic(book: Book) -> None:
    """Each text has its keys, its seconds and its path, and the path is what the keys lead to."""
    found = check(Path(STARTER), date(2026, 11, 23)).exploration
    assert found is not None
    topics = {topic.node: topic for topic in found.topics["en"]}
    cats = topics["animals.cats"]
    assert cats.keys == ("1", "2")
    assert cats.path == ("main.main_menu", "animals.menu", "animals.cats")
    assert topics["animals.dogs"].seconds < cats.seconds < 30
    assert Command.BACK in book.service.keys.values()
