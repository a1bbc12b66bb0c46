"""Hard words in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.lexicon import HardWord, Lexicon, Saying

HER2 = Saying(said="her two")
LOW = Saying(said="her two low")
MRI = Saying(spelled=True)
LEXICON = Lexicon({"HER2": HER2, "HER2-low": LOW, "MRI": MRI, "CancerCare": Saying()})


def test_a_hard_word_is_found_whole_and_the_longest_first() -> None:
    """HER2-low is not HER2 and something; HER2s is another word."""
    assert list(LEXICON.spans("Is it HER2-low or her2? HER2s.")) == [
        "Is it ",
        HardWord("HER2-low", LOW),
        " or ",
        HardWord("her2", HER2),
        "? HER2s.",
    ]


def test_what_is_said_as_it_stands_is_no_hard_word() -> None:
    """An entry with nothing after the colon changes nothing."""
    assert list(LEXICON.spans("CancerCare answers.")) == ["CancerCare answers."]


def test_without_hard_words_a_text_is_one_span() -> None:
    """An empty lexicon is a lexicon."""
    assert list(Lexicon({}).spans("An MRI.")) == ["An MRI."]


def test_letters_are_spelled_only_where_they_are_capitals() -> None:
    """An editor who has US spelled must not hear "call U S" for "call us"."""
    lexicon = Lexicon({"US": Saying(spelled=True)})
    assert list(lexicon.spans("In the US, call us.")) == [
        "In the ",
        HardWord("US", Saying(spelled=True)),
        ", call us.",
    ]
    assert lexicon.find("us") is None


def test_a_word_can_be_said_one_way_in_capitals_and_another_in_small_letters() -> None:
    """Each as it is written: nothing is said as an empty word."""
    lexicon = Lexicon({"PET": Saying(said="P E T"), "pet": Saying()})
    assert list(lexicon.spans("A PET for a pet.")) == [
        "A ",
        HardWord("PET", Saying(said="P E T")),
        " for a pet.",
    ]


@pytest.mark.parametrize("text", ["5 \u03bcg", "\u017fhare", "c++ (a|b) [x] $"])
def test_letters_that_only_look_like_those_of_an_entry_break_nothing(text: str) -> None:
    """Two letters mean micro, and one more means s; a pattern takes them for the same."""
    entries = ["\u00b5g", "share", "c+", "(a", ".", "$", "["]
    lexicon = Lexicon({word: Saying(said="so") for word in entries})
    spans = lexicon.spans(text)
    assert "".join(span if isinstance(span, str) else span.written for span in spans) == text


@given(st.text(alphabet=st.sampled_from("HERMI2- lowu.")))
def test_no_letter_is_lost_or_added(text: str) -> None:
    """The spans of a text, as they are written, are the text."""
    spans = LEXICON.spans(text)
    assert "".join(span if isinstance(span, str) else span.written for span in spans) == text
