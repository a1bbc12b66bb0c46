"""How many messages a text takes."""

import pytest

from ivr.authoring.segments import is_wide, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ñéüà¿¡" + "a" * 154, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_messages_are_counted_as_networks_do(text: str, count: int) -> None:
    """160 places or 153 each, 70 or 67 where a letter is not in their alphabet."""
    assert segments(text) == count


def test_a_letter_is_never_torn() -> None:
    """One of two places that has room for half of it goes to the next message whole."""
    assert segments("a" * 152 + "€" + "a" * 152) == 3
    assert segments("á" * 66 + "😀" + "á" * 66) == 3


@pytest.mark.parametrize(("letter", "wide"), [("é", False), ("ñ", False), ("á", True), ("ő", True)])
def test_one_letter_makes_a_text_wide(letter: str, *, wide: bool) -> None:
    """Whatever else is in it."""
    assert is_wide(f"abc {letter}") == wide
