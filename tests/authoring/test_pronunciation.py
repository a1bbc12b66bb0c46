"""Which words a voice has to be told how to say."""

import pytest

from ivr.authoring.rules.bare_abbreviation import bare
from ivr.dialogue.lexicon import Lexicon, Saying

SPELLED = Saying(spelled=True)
LEXICON = Lexicon({"MRI": SPELLED, "HER2": Saying(said="her two"), "HER2-low": Saying(said="x")})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An MRI, HER2-low or HER2-positive, and the MRI\u2019s report.", []),
        ("Two MRIs and CTs.", ["MRIs", "CTs"]),
        ("A PET-CT scan.", ["PET", "CT"]),
        ("As I said: 9 1 1, in A.", []),
        ("Una RM y la ÉPOC.", ["RM", "ÉPOC"]),
    ],
)
def test_an_abbreviation_is_bare_where_a_voice_would_guess(text: str, expected: list[str]) -> None:
    """A part of a word is said as its own entry tells; several of a thing need one of their own."""
    assert list(bare(text, LEXICON)) == expected
