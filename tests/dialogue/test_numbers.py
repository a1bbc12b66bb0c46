"""Telephone numbers that callers type, and how they are read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.numbers import callable_number, groups, is_whole, typed_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2125550142", "+12125550142"),
        ("12125550142", "+12125550142"),
        ("212555014", None),
        ("0125550142", None),
        ("2120550142", None),
        ("9115550142", None),
        ("2129110142", None),
        ("9005550142", None),
        ("2129760142", None),
        ("22125550142", None),
        ("²125550142", None),
    ],
)
def test_a_typed_number_is_one_that_can_be_called_or_none(typed: str, number: str | None) -> None:
    """With the country's 1 or without; no service, no number that costs extra, nothing else."""
    assert typed_number(typed) == number


@given(digits=st.text("0123456789", max_size=15))
def test_what_is_read_back_is_what_was_typed(digits: str) -> None:
    """In order and whole; only the country's 1 before a whole number is left out."""
    read = "".join(groups(digits))
    assert read == (digits[1:] if len(digits) == 11 and digits.startswith("1") else digits)


@given(digits=st.text("0123456789", max_size=15))
def test_a_number_that_is_taken_was_whole(digits: str) -> None:
    """Nothing shorter is ever taken, and what is taken can be called."""
    number = typed_number(digits)
    if number is not None:
        assert is_whole(digits)
        assert callable_number(number)


@pytest.mark.parametrize("number", ["", "+442079460000", "+1911", "anonymous", "+19005550142"])
def test_a_number_that_staff_can_not_call_is_not_offered(number: str) -> None:
    """Who calls from abroad, or hides their number, is asked for one."""
    assert not callable_number(number)
