"""The call token: private, bound to its call, the same for the same state."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import product

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue import (
    Book,
    CallStarted,
    CallState,
    DigitsPressed,
    Pace,
    Place,
    opening,
    step,
)
from ivr.dialogue.state import Wish
from ivr.telephony.token import (
    LONGEST_TOKEN,
    OLDER_FORM,
    CallTokens,
    MessageTokens,
    SealedCall,
    TokenError,
)

OLD, NEW = "o" * 64, "n" * 64
STATE = CallState("b00c", "en", Place("hospice.grief", 2), (Place("main.main_menu"),))
CALL = SealedCall(STATE, 29_000_000)

names = st.text("abcdefghij_.", min_size=1, max_size=30)
places = st.builds(Place, names, st.integers(-1, 40))
wishes = st.builds(
    Wish, st.text(max_size=16), st.text(max_size=11), names, st.booleans(), st.text(max_size=34)
)
states = st.builds(
    CallState,
    book=st.text("0123456789abcdef", min_size=12, max_size=12),
    language=st.sampled_from(["en", "es"]),
    place=places,
    trail=st.lists(places, max_size=12).map(tuple),
    pace=st.sampled_from(Pace),
    silences=st.integers(0, 4),
    misunderstandings=st.integers(0, 4),
    warned=st.booleans(),
    heard=names,
    wish=wishes,
    left=st.none() | places,
)


@given(state=states, minute=st.integers(0, 2**40), sid=st.text(max_size=40))
def test_what_was_sealed_is_opened(state: CallState, minute: int, sid: str) -> None:
    """Any state of any call comes back as it was, from a token that fits into an address."""
    tokens = CallTokens([NEW])
    token = tokens.seal(sid, SealedCall(state, minute))
    assert tokens.open(sid, token) == SealedCall(state, minute)
    assert token.isascii()
    assert len(token) < LONGEST_TOKEN


def test_the_same_state_gives_the_same_token() -> None:
    """A request that comes twice gets the same address twice."""
    assert CallTokens([NEW]).seal("CA1", CALL) == CallTokens([NEW]).seal("CA1", CALL)


def test_a_token_shows_nothing_of_the_state() -> None:
    """Neither the topic nor the language can be read from it."""
    token = CallTokens([NEW]).seal("CA1", CALL)
    raw = urlsafe_b64decode(token + "==")
    for text in ("hospice", "grief", "main_menu", "en"):
        assert text.encode() not in raw
        assert text not in token or len(text) == 2


def test_a_token_of_another_call_is_refused() -> None:
    """The CallSid is bound to the token."""
    tokens = CallTokens([NEW])
    with pytest.raises(TokenError):
        tokens.open("CA2", tokens.seal("CA1", CALL))


def test_keys_rotate_without_losing_a_call() -> None:
    """A token of the older key opens while that key is listed, and new ones use the newer key."""
    old_token = CallTokens([OLD]).seal("CA1", CALL)
    both = CallTokens([NEW, OLD])
    assert both.open("CA1", old_token) == CALL
    assert CallTokens([NEW]).open("CA1", both.seal("CA1", CALL)) == CALL
    with pytest.raises(TokenError):
        CallTokens([NEW]).open("CA1", old_token)


@given(junk=st.one_of(st.text(max_size=200), st.binary(max_size=99).map(lambda b: b.hex())))
def test_junk_is_refused_and_never_anything_else(junk: str) -> None:
    """Whatever stands in the address, opening it gives a TokenError."""
    with pytest.raises(TokenError):
        CallTokens([NEW]).open("CA1", junk)


@given(position=st.integers(0), bit=st.integers(0, 5))
def test_a_changed_token_is_refused(position: int, bit: int) -> None:
    """No character can be changed unnoticed."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = CallTokens([NEW]).seal("CA1", CALL)
    # The last character of base64 may carry unused bits, which mean nothing.
    position %= len(token) - 1
    other = alphabet[alphabet.index(token[position]) ^ (1 << bit)]
    with pytest.raises(TokenError):
        CallTokens([NEW]).open("CA1", f"{token[:position]}{other}{token[position + 1 :]}")


def test_an_overlong_token_is_refused_unread() -> None:
    """A token longer than any of ours is not even decoded."""
    with pytest.raises(TokenError):
        CallTokens([NEW]).open("CA1", "A" * (LONGEST_TOKEN + 1))


def test_the_length_of_a_token_tells_nothing(book: Book) -> None:
    """Every place of the shipped book, three keys deep, has a token of one length."""
    lengths = set()
    for keys in product("123459*", repeat=3):
        state = step(book, opening(book), CallStarted()).state
        for key in keys:
            state = step(book, state, DigitsPressed(key)).state
        lengths.add(len(CallTokens(["k" * 64]).seal("CA1", SealedCall(state, 29_000_000))))
    assert len(lengths) == 1


def test_a_token_of_the_form_before_still_opens() -> None:
    """Calls that are up while a version is put in place go on, with nothing wished."""
    packed = msgpack.packb((7, "book", "en", "a.b", 2, [("a.c", 0)], 0, 1, 2, True, ["x"], 1))
    framed = (len(packed).to_bytes(2, "big") + packed).ljust(512, b"\0")
    tokens = CallTokens(["k" * 64])
    sealed = OLDER_FORM + tokens._ciphers[0].encrypt(framed, [OLDER_FORM, b"CA1"])
    call = tokens.open("CA1", urlsafe_b64encode(sealed).rstrip(b"=").decode())
    state = call.state
    assert (state.place, state.trail, state.asked) == (Place("a.b", 2), (Place("a.c"),), ("x",))
    assert (call.turns, state.wish, state.left) == (0, Wish(), None)


def test_the_address_of_a_message_is_good_for_some_minutes() -> None:
    """And only where it was sealed by one of the keys."""
    tokens = MessageTokens(["new", "old"])
    sealed = MessageTokens(["old"]).seal("RE1", 100)
    assert tokens.open(sealed, 100) == "RE1"
    assert tokens.open(sealed, 105) == "RE1"
    for wrong, minute in ((sealed, 106), (sealed, 99), (sealed[:-2], 100), ("", 100), ("é", 100)):
        with pytest.raises(TokenError):
            tokens.open(wrong, minute)
