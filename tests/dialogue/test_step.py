"""What one turn does, on a small book in two languages."""

import re
from pathlib import Path

import pytest

from ivr.dialogue import (
    Book,
    CallResumed,
    CallStarted,
    CallState,
    Dial,
    DigitsPressed,
    EndlessTurnError,
    Event,
    HangUp,
    Listen,
    Pace,
    Phrase,
    Place,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
    Turn,
    opening,
    step,
)
from ivr.dialogue.arriving import LONGEST_PATH
from ivr.dialogue.circumstances import NO_CLOCK, Circumstances
from ivr.dialogue.nodes import Say
from ivr.dialogue.schedule import Clock
from ivr.dialogue.state import GATE
from tests.manuscripts import toy_book, toy_files

MARKS: dict[str, Event] = {".": SilenceFell(), "?": SpeechHeard("hm")}
NURSES = {"IVR_STAFF_NURSES": ("+15555550100",)}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The toy book, with nobody to transfer to."""
    return toy_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The toy book, with a nurse."""
    return toy_book(tmp_path_factory.mktemp("book"), NURSES)


def play(book: Book, keys: str, clock: Clock = NO_CLOCK) -> Turn:
    """A call in which these keys are pressed; ``.`` is a silence, ``?`` an utterance."""
    turn = step(book, opening(book), CallStarted(), around=Circumstances(clock))
    for key in keys:
        turn = step(
            book, turn.state, MARKS.get(key, DigitsPressed(key)), around=Circumstances(clock)
        )
    return turn


def test_a_call_opens_with_the_greeting_and_the_menu_in_one_breath(toy: Book) -> None:
    """The greeting does not wait: the menu follows it, and a key interrupts either."""
    turn = play(toy, "")
    assert turn.speech.passages == ("main.hello/0", "main.menu/0", "main.menu/choices")
    assert turn.ending == Listen(10)


def test_after_a_number_a_caller_has_time_to_write(book: Book) -> None:
    """The line waits longer, and says how to hear it again."""
    turn = play(book, "51")
    assert "service/number_again" in turn.speech.passages
    assert isinstance(turn.ending, Listen)
    assert turn.ending.initial_timeout == book.service.number_timeout > book.service.reading_timeout


def test_a_book_in_one_language_does_not_listen(tmp_path: Path) -> None:
    """There is nothing to ask for, so a cough cuts no prompt short."""
    files = toy_files()
    service = re.sub("  eo: .*\n", "", files["flows/service.yaml"])
    changes = {
        "flows/service.yaml": service,
        "flows/main.yaml": files["flows/main.yaml"].replace("language: eo", "language: en"),
        "prompts/en/service.yaml": files["prompts/en/service.yaml"] + "asked_by: [english]\n",
    }
    assert not toy_book(tmp_path, None, **changes).service.listens


@pytest.mark.parametrize(
    ("keys", "spoken"),
    [
        ("1", ("main.tea/0", "service/more")),
        ("1.", ("main.tea/1",)),
        ("1#", ("main.tea/1",)),
        ("1##", ("main.tea/2", "main.tea/choices")),
        ("1###", ("main.tea/choices",)),
        ("1###9", ("main.tea/2", "main.tea/choices")),
        ("1#9", ("main.tea/1",)),
        ("1#7", ("service/pace_slow", "main.tea/1")),
        ("1#77", ("service/pace_normal", "main.tea/1")),
        ("1*", ("main.menu/0", "main.menu/choices")),
        ("1####", ("main.menu/0", "main.menu/choices")),
        ("*", ("service/at_the_top", "main.menu/0", "main.menu/choices")),
        ("#", ("main.menu/choices",)),
    ],
)
def test_a_reading_goes_on_skips_repeats_and_returns(
    toy: Book, keys: str, spoken: tuple[str, ...]
) -> None:
    """Silence goes on, # skips, 9 repeats, 7 slows, * returns to where the caller came from."""
    assert play(toy, keys).speech.passages == spoken


def test_between_parts_the_line_waits_only_briefly(toy: Book) -> None:
    """In the middle of a reading silence means go on, so it lasts three seconds, not ten."""
    assert play(toy, "1").ending == Listen(3)
    assert play(toy, "1##").ending == Listen(10)


@pytest.mark.parametrize(
    ("keys", "spoken"),
    [
        (".", ("service/no_input_first", "main.menu/choices")),
        ("..", ("service/no_input_second", "main.menu/keys")),
        ("...", ("service/offer_people",)),
        ("....", ("service/last_numbers", "main.bye/0")),
        ("6", ("service/no_match_first", "main.menu/choices")),
        ("?", ("service/no_match_spoken", "main.menu/choices")),
        ("6?", ("service/no_match_second", "main.menu/keys")),
        ("66?", ("service/offer_people",)),
        ("666?", ("service/last_numbers", "main.bye/0")),
        (".6", ("service/no_match_first", "main.menu/choices")),
        (".6.6", ("service/no_match_second", "main.menu/keys")),
        ("..9.", ("service/no_input_first", "main.menu/choices")),
        ("1.6", ("service/no_match_first", "main.tea/1")),
        ("1##.", ("service/no_input_first", "main.tea/choices")),
    ],
)
def test_silence_and_misunderstanding_climb_their_own_ladders(
    toy: Book, keys: str, spoken: tuple[str, ...]
) -> None:
    """Each is rephrased, shortened, answered with people, and ended with numbers and goodbye."""
    assert play(toy, keys).speech.passages == spoken


def test_the_last_step_of_a_ladder_hangs_up_only_after_words(toy: Book) -> None:
    """A caller who never answers hears the numbers and a goodbye before the line hangs up."""
    assert play(toy, "....").ending == HangUp()


def test_a_hard_text_is_not_read_before_a_yes(toy: Book) -> None:
    """A gate asks; silence and wrong keys ask again; only 1 reads the text."""
    assert play(toy, "2").speech.passages == ("main.hard/ask", "main.hard/gate")
    assert "main.hard/0" not in play(toy, "2.").speech.passages
    assert "main.hard/0" not in play(toy, "25").speech.passages
    assert play(toy, "21").speech.passages == ("main.hard/0", "main.hard/choices")


@pytest.mark.parametrize("key", ["*", "#"])
def test_a_caller_can_decline_a_hard_text(toy: Book, key: str) -> None:
    """Back and skip at a gate both lead to where the caller came from."""
    assert play(toy, f"2{key}").state.place == Place("main.menu")


def test_a_menu_that_asks_first_warns_before_its_choices(toy: Book) -> None:
    """The warning stands before the options, once: choosing is the consent."""
    assert play(toy, "3").speech.passages == ("main.soft/ask", "main.soft/choices")


def test_another_language_keeps_the_place_and_the_trail(toy: Book) -> None:
    """8 goes on in the other language with the part that was being read."""
    turn = play(toy, "1#8")
    assert turn.state.language == "eo"
    assert turn.state.place == Place("main.tea", 1)
    assert turn.speech.passages == ("service/other_language", "main.tea/1")
    assert play(toy, "1#8*").state.place == Place("main.menu")


def test_who_changes_the_language_at_once_hears_the_greeting_in_it(toy: Book) -> None:
    """What to do in an emergency was said in a language that they did not understand."""
    greeted = play(toy, "8").speech
    assert greeted.language == "eo"
    assert greeted.passages == (
        "service/other_language", "main.hello/0", "main.menu/0", "main.menu/choices"
    )  # fmt: skip
    assert "main.hello/0" not in play(toy, "18").speech.passages


def test_a_branch_follows_the_language_of_the_call(toy: Book) -> None:
    """A case on the language holds only in that language."""
    assert play(toy, "32").state.place == Place("main.menu")
    assert play(toy, "832").state.place == Place("main.tea")


def test_a_branch_follows_whether_anybody_can_be_reached(toy: Book, staffed: Book) -> None:
    """Without numbers nobody is dialled, and with numbers they are."""
    assert play(toy, "0").state.place.node == "main.hard"
    turn = play(staffed, "0")
    assert isinstance(turn.ending, Dial)
    assert turn.ending.numbers == ("+15555550100",)
    assert turn.speech.passages == ("main.nurse/0",)


@pytest.mark.parametrize(
    ("outcome", "phrase"),
    [
        (TransferOutcome.BUSY, Phrase.TRANSFER_BUSY),
        (TransferOutcome.NO_ANSWER, Phrase.TRANSFER_NO_ANSWER),
        (TransferOutcome.FAILED, Phrase.TRANSFER_FAILED),
    ],
)
def test_a_transfer_that_reaches_nobody_says_so_and_goes_on(
    staffed: Book, outcome: TransferOutcome, phrase: Phrase
) -> None:
    """Busy, no answer and failure each have their words, and the call goes on from there."""
    turn = step(staffed, play(staffed, "1#0").state, TransferEnded(outcome))
    assert turn.speech.passages[0] == f"service/{phrase}"
    assert turn.state.place == Place("main.tea")


def test_after_talking_to_a_person_the_caller_is_back_where_they_were(staffed: Book) -> None:
    """A completed transfer returns to the part that was being read."""
    turn = step(staffed, play(staffed, "1#0").state, TransferEnded(TransferOutcome.COMPLETED))
    assert turn.speech.passages == ("service/transfer_ended", "main.tea/1")


@pytest.mark.parametrize("event", [SilenceFell(), DigitsPressed("3"), SpeechHeard("hello")])
def test_a_transfer_whose_outcome_got_lost_counts_as_failed(
    staffed: Book, event: SilenceFell | DigitsPressed | SpeechHeard
) -> None:
    """An answer without an outcome while a transfer was under way is no dead end."""
    turn = step(staffed, play(staffed, "0").state, event)
    assert turn.speech.passages[0] == "service/transfer_failed"
    assert turn.ending == Listen(3)


def test_a_transfer_outcome_out_of_the_blue_changes_nothing(toy: Book) -> None:
    """An outcome that nobody waits for repeats what stands at the caller's place."""
    before = play(toy, "1")
    turn = step(toy, before.state, TransferEnded(TransferOutcome.BUSY))
    assert turn.state == before.state


def test_a_long_call_is_warned_once_and_ended_kindly(toy: Book) -> None:
    """Three minutes before the longest duration the caller is told; at its end, goodbye."""
    turn = step(toy, play(toy, "1").state, SilenceFell(), 3_420)
    assert turn.speech.passages == ("service/time_warning", "main.tea/1")
    turn = step(toy, turn.state, SilenceFell(), 3_500)
    assert "service/time_warning" not in turn.speech.passages
    turn = step(toy, turn.state, DigitsPressed("1"), 3_600)
    assert turn.speech.passages == ("service/time_up", "main.bye/0")
    assert turn.ending == HangUp()


def test_a_call_that_lost_its_place_goes_on_from_the_main_menu(toy: Book) -> None:
    """The caller is told, and hears the main menu."""
    turn = step(toy, opening(toy), CallResumed(Phrase.LOST_PLACE))
    assert turn.speech.passages == (
        "service/lost_place",
        "service/at_the_top",
        "main.menu/0",
        "main.menu/choices",
    )


def test_a_state_of_another_book_goes_on_where_its_node_still_exists(toy: Book) -> None:
    """A caller in a call that began before the change keeps their place, as far as it exists."""
    old = CallState("old", "en", Place("main.tea", 9), (Place("gone.x"), Place("main.menu")))
    turn = step(toy, old, DigitsPressed("9"))
    assert turn.state.book == toy.version
    assert turn.state.place == Place("main.tea", 2)
    assert turn.state.trail == (Place("main.menu"),)


def test_a_state_whose_node_is_gone_hears_why_and_the_main_menu(toy: Book) -> None:
    """What a caller pressed at a place that no longer exists is not guessed at."""
    turn = step(toy, CallState("old", "en", Place("gone.x")), DigitsPressed("1"))
    assert turn.speech.passages[0] == "service/book_changed"
    assert turn.state.place == Place("main.menu")


def test_a_language_that_is_gone_is_not_left_in_silence(toy: Book) -> None:
    """The caller is told so in the first language, and hears again where they were."""
    turn = step(toy, CallState("old", "xx", Place("main.tea", 1)), DigitsPressed("#"))
    assert turn.speech.passages[0] == "service/no_other_language"
    assert turn.speech.language == "en"
    assert turn.state.place == Place("main.tea", 1)


@pytest.mark.parametrize("node", ["main.hello", "main.greeting", "main.bye"])
def test_a_node_at_which_nobody_waits_any_more_is_gone(toy: Book, node: str) -> None:
    """A state at what is now a say, a branch or a goodbye goes on from the main menu."""
    for event in (SilenceFell(), DigitsPressed("#"), DigitsPressed("6")):
        turn = step(toy, CallState("old", "en", Place(node)), event)
        assert turn.speech.passages[0] == "service/book_changed"
        assert turn.state.place == Place("main.menu")


def test_a_gate_that_is_gone_lets_its_text_be_read(toy: Book) -> None:
    """Who was asked before a text that is no longer asked about is at its first part."""
    turn = step(toy, CallState("old", "en", Place("main.tea", GATE)), DigitsPressed("9"))
    assert turn.state.place == Place("main.tea")


@pytest.mark.parametrize("after", [Phrase.LOST_PLACE, Phrase.APOLOGY])
def test_who_wanted_a_person_when_something_broke_gets_one(toy: Book, after: Phrase) -> None:
    """0 is obeyed after the apology; any other key belonged to what was lost."""
    wanted = step(toy, opening(toy), CallResumed(after, "0"))  # type: ignore[arg-type] # both are
    assert wanted.speech.passages[0] == f"service/{after}"
    assert wanted.state.place == Place("main.hard", GATE)
    other = step(toy, opening(toy), CallResumed(after, "1"))  # type: ignore[arg-type] # as above
    assert other.state.place == Place("main.menu")


def test_a_pace_stays_until_it_is_changed_back(toy: Book) -> None:
    """Slow speech is for the rest of the call, not for one text."""
    assert play(toy, "17*1").speech.pace is Pace.SLOW
    assert play(toy, "177").speech.pace is Pace.NORMAL


def test_a_circle_of_nodes_that_never_waits_names_its_bound(toy: Book) -> None:
    """A book made by hand that leads in circles fails with the number of nodes it may pass."""
    circle = Book(
        toy.version, toy.service, {**toy.nodes, "main.hello": Say("main.hello", "main.hello")},
        toy.languages, toy.staff, toy.hours, toy.grammar,
    )  # fmt: skip
    with pytest.raises(EndlessTurnError, match=str(LONGEST_PATH)) as caught:
        step(circle, opening(circle), CallStarted())
    assert caught.value.path[:2] == ("main.hello", "main.hello")
