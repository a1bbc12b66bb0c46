import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.listening import UNKNOWN_SOUND, folded, heard_text, hears, length, until_named
from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.duration import DIGIT, digits_seconds, seconds
from ivr.speech.sounds import Silence, Spoken


def test_what_is_heard_is_what_a_person_would_write_down() -> None:
    """Words are joined, silences leave nothing, and spelled digits stand apart."""
    say = Say((Spoken("Call"), Silence(1), Spoken("1800", digits=True), Spoken("now.")))
    assert heard_text(say) == "Call 1 8 0 0 now."
    assert heard_text(Play("/a.wav")) == "[sound: /a.wav]"
    assert not heard_text(Pause(2))


def test_time_is_words_digits_silences_and_repetitions() -> None:
    """A verb takes as long as its sounds at their rates, as often as they are said."""
    say = Say((Spoken("Hello there."), Silence(0.7), Spoken("911", digits=True)), loop=2)
    assert length(say) == pytest.approx(2 * (seconds("Hello there.") + 0.7 + 3 * DIGIT))
    assert length(Say((Spoken("Hello there.", rate=0.5),))) == pytest.approx(
        2 * seconds("Hello there.")
    )
    assert length(Play("/a.wav", loop=3)) == 3 * UNKNOWN_SOUND
    assert length(Pause(4)) == 4


def test_a_slower_voice_takes_longer() -> None:
    """Seconds grow as the words a minute fall, for prose and for digits."""
    assert seconds("Press 1, or wait: now.", 80) == pytest.approx(
        seconds("Press 1, or wait: now.", 160) * 2
    )
    assert digits_seconds("12", 80) == pytest.approx(digits_seconds("12", 160) * 2)
    assert seconds("") == 0


MENU = (
    Say((Spoken("Welcome."), Silence(1), Spoken("For tea, press 1."))),
    Pause(2),
    Say((Spoken("For coffee,"), Spoken("press"), Spoken("2", digits=True), Spoken("Goodbye."))),
)


def test_a_text_is_named_where_its_last_letter_is_said() -> None:
    """The seconds until a text are those of the pieces before, and its share of its own piece."""
    before = seconds("Welcome.") + 1
    assert until_named(MENU, "Welcome") == pytest.approx(seconds("Welcome."))
    assert until_named(MENU, "for tea") == pytest.approx(
        before + seconds("For tea, press 1.") * 7 / 15
    )


def test_a_text_is_found_across_pieces_of_speech() -> None:
    """A text that begins in one piece and ends in another counts up to where it ends."""
    whole = sum(length(verb) for verb in MENU)
    named = until_named(MENU, "coffee, press 2")
    assert named == pytest.approx(whole - seconds("Goodbye."))
    assert until_named(MENU, "press 1. For coffee") < named


def test_a_text_that_is_not_there_takes_all_of_the_speech() -> None:
    """Who waits for words that never come hears everything; who waits for none, nothing."""
    assert until_named(MENU, "cocoa") == pytest.approx(sum(length(verb) for verb in MENU))
    assert until_named(MENU, "") == 0
    assert until_named((), "cocoa") == 0


def test_what_comes_after_a_repeated_speech_comes_after_all_of_it() -> None:
    """A Say that is said three times delays what follows by three times its length."""
    loud = Say((Spoken("Listen."),), loop=3)
    named = until_named((loud, Say((Spoken("Now."),))), "now")
    assert named == pytest.approx(length(loud) + seconds("Now."))


@pytest.mark.parametrize(
    ("heard", "wanted", "there"),
    [
        ("For tea, press 1.", "tea press 1", True),
        ("dial 9 1 1", "911", True),
        ("call 1-800-227-2345", "1 800 227 2345", True),
        ("press star", "press *", False),
        ("come back", "come", True),
        ("welcome", "come", False),
    ],
)
def test_words_are_compared_as_they_sound(heard: str, wanted: str, *, there: bool) -> None:
    """Case, punctuation and gaps between digits don't matter; beginnings of words do."""
    assert hears(heard, wanted) is there


SAYS = st.lists(
    st.builds(
        lambda texts, loop: Say(tuple(map(Spoken, texts)), loop=loop),
        st.lists(st.text(max_size=9)),
        st.integers(1, 3),
    )
)


@given(SAYS, st.text(max_size=5))
def test_a_text_is_never_named_before_the_start_or_after_the_end(
    verbs: list[Say], wanted: str
) -> None:
    """Whatever is said and looked for, the seconds lie between none and all of the speech."""
    whole = sum(length(verb) for verb in verbs)
    assert -1e-6 <= until_named(verbs, wanted) <= whole + 1e-6
    assert folded(folded(wanted)) == folded(wanted)


def test_a_word_that_is_respelled_for_the_voice_is_heard_as_it_is_written() -> None:
    """A person who hears "her two" writes HER2; the time is that of what is said."""
    respelled = Spoken("her two and more than that", written="HER2")
    assert heard_text(Say((respelled,), "en-US", 1)) == "HER2"
    plain = Spoken("her two and more than that")
    assert length(Say((respelled,), "en-US", 1)) == length(Say((plain,), "en-US", 1))
