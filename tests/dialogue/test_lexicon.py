"""Hard words in a text."""

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


@given(st.text(alphabet=st.sampled_from("HERMI2- lowu.")))
def test_no_letter_is_lost_or_added(text: str) -> None:
    """The spans of a text, as they are written, are the text."""
    spans = LEXICON.spans(text)
    assert "".join(span if isinstance(span, str) else span.written for span in spans) == text
