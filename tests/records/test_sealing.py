"""Sealing: nobody without a key reads it, moves it, changes it or tries every number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.records.errors import NumberError, SealError
from ivr.records.numbers import normalised
from ivr.records.sealing import PAD, Purpose, Sealer
from tests.records.kept import KEY, NEWER_KEY, NUMBER

SEALER = Sealer([KEY])
purposes = st.sampled_from(Purpose)
numbers = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)


@given(text=st.text(), purpose=purposes, row=st.text(max_size=40))
def test_a_text_that_was_sealed_is_opened(text: str, purpose: Purpose, row: str) -> None:
    """Any text comes back as it was, and its length is told to the nearest 32 bytes only."""
    sealed = SEALER.seal_text(text, purpose, row)
    assert SEALER.open_text(sealed, purpose, row) == text
    assert (len(sealed) - len(SEALER.seal(b"", purpose, row))) % PAD == 0


@given(data=st.binary(max_size=200), purpose=purposes)
def test_sealed_bytes_hold_nothing_of_what_was_sealed(data: bytes, purpose: Purpose) -> None:
    """The same bytes are sealed differently each time, and open the same."""
    first, second = (SEALER.seal(data, purpose, "row") for _ in range(2))
    assert first != second
    assert data not in first or len(data) < 4
    assert SEALER.open(first, purpose, "row") == SEALER.open(second, purpose, "row") == data


@given(places=st.lists(st.tuples(purposes, st.text(max_size=5)), min_size=2, unique=True))
def test_what_is_moved_is_not_opened(places: list[tuple[Purpose, str]]) -> None:
    """What was sealed for a column of a row opens in no other column and in no other row."""
    sealed = SEALER.seal_text("hello", *places[0])
    for other in places[1:]:
        with pytest.raises(SealError):
            SEALER.open_text(sealed, *other)


@given(position=st.integers(0), bit=st.integers(0, 7), text=st.text(max_size=40))
def test_what_is_changed_is_not_opened(position: int, bit: int, text: str) -> None:
    """No bit can be changed unnoticed."""
    sealed = bytearray(SEALER.seal_text(text, Purpose.REQUEST_NOTE, "row"))
    sealed[position % len(sealed)] ^= 1 << bit
    with pytest.raises(SealError):
        SEALER.open_text(bytes(sealed), Purpose.REQUEST_NOTE, "row")


@given(junk=st.binary(max_size=99))
def test_junk_is_refused_and_never_anything_else(junk: bytes) -> None:
    """Whatever stands in a column, opening it gives a SealError."""
    with pytest.raises(SealError):
        SEALER.open(junk, Purpose.REQUEST_NOTE, "row")


def test_keys_rotate() -> None:
    """An older key opens while it is listed, and what is sealed now is sealed by the newest."""
    old = SEALER.seal_text("hello", Purpose.REQUEST_NOTE, "row")
    both = Sealer([NEWER_KEY, KEY])
    assert both.open_text(old, Purpose.REQUEST_NOTE, "row") == "hello"
    assert not both.is_newest(old)
    new = both.seal_text("hello", Purpose.REQUEST_NOTE, "row")
    assert both.is_newest(new)
    assert Sealer([NEWER_KEY]).open_text(new, Purpose.REQUEST_NOTE, "row") == "hello"
    assert not Sealer([NEWER_KEY]).can_open(old)
    with pytest.raises(SealError):
        Sealer([NEWER_KEY]).open_text(old, Purpose.REQUEST_NOTE, "row")


@given(number=numbers)
def test_a_hash_needs_the_key_and_finds_after_rotation(number: str) -> None:
    """Another key gives another hash; who lists the older key finds what it hashed."""
    (old,) = SEALER.number_hashes(number)
    assert old not in Sealer([NEWER_KEY]).number_hashes(number)
    assert old in Sealer([NEWER_KEY, KEY]).number_hashes(number)
    assert number.strip("+") not in old
    assert old not in (*SEALER.key_hashes("request", number), SEALER.call_id(number))


@given(number=numbers, data=st.data())
def test_a_number_is_the_same_however_it_is_written(number: str, data: st.DataObject) -> None:
    """Spaces, dots, dashes and brackets say nothing."""
    between = st.sampled_from(["", "", " ", "-", "\u2011", ".", "(", ") "])
    written = "".join(character + data.draw(between) for character in number)
    assert normalised(written) == number


@pytest.mark.parametrize(
    "number",
    ["", "anonymous", "4155550111", "+0155555501", "+4155", "+1" * 9, "+1555555010٣", "sip:a@b.c"],
)
def test_what_is_no_number_is_refused_and_not_repeated(number: str) -> None:
    """The message says how to write it, and not what was written."""
    with pytest.raises(NumberError) as caught:
        SEALER.number_hashes(number)
    assert not number or number not in str(caught.value)


def test_a_key_does_not_show(records: object) -> None:
    """Neither keys nor numbers are in what prints as records."""
    assert KEY not in repr(records)
    assert KEY not in repr(SEALER)
    assert NUMBER not in repr(SEALER)
