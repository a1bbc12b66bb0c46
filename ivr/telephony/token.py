"""The call token: a call's state, sealed, in the address of its next turn.

AES-SIV (RFC 5297) without a nonce: the same state of the same call gives the same token, so a
request that comes twice is answered twice with the same bytes. The CallSid is bound to it as
associated data: a token of another call can't be opened.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import msgpack
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.dialogue.book import Pace
from ivr.dialogue.state import CallState, Place, Wish
from ivr.errors import CarelineError

_PACES: Final = (Pace.NORMAL, Pace.SLOW, Pace.FAST)
"""As numbers in a token: calls that are up when a version is put in place keep their pace."""

FORM: Final = b"\x04"
"""The first byte of every token; another number means another way of packing the state."""

OLDER_FORM: Final = b"\x03"
"""That of tokens before calls could ask for something: calls that are up go on."""

BLOCK: Final = 512
"""Bytes to whose multiples a state is padded, so that a token's length tells no topic."""

LENGTH_BYTES: Final = 2

LONGEST_TOKEN: Final = 4_096
"""Characters. Twilio takes addresses of 4,000; the shipped book's are all of one block."""

MESSAGE_MINUTES: Final = 5
"""How long the address of a caller's own message is good: it is played at once."""

KEY_BYTES: Final = 64
"""AES-256-SIV takes two keys of 32 bytes."""


class TokenError(CarelineError):
    """Raised if a token can't be opened: forged, of another call, or sealed by a retired key."""

    def __init__(self) -> None:
        super().__init__("a call token could not be opened")


@dataclass(frozen=True, slots=True)
class SealedCall:
    """What a token holds: the state, when the call began, and how many turns it has had.

    The minute since 1970: whole minutes, so that a first request that comes twice gets the same
    answer twice.
    """

    state: CallState
    started_minute: int
    turns: int = 0


class CallTokens:
    """Seals and opens call tokens. The first key seals, every key opens: keys rotate."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._ciphers = [AESSIV(_derived(key)) for key in secret_keys]

    def seal(self, call_sid: str, call: SealedCall) -> str:
        """The token of this call: URL-safe ASCII."""
        state = call.state
        packed = msgpack.packb(
            (
                call.started_minute,
                state.book,
                state.language,
                state.place.node,
                state.place.part,
                [(place.node, place.part) for place in state.trail],
                _PACES.index(state.pace),
                state.silences,
                state.misunderstandings,
                state.warned,
                state.asked,
                state.questions,
                call.turns,
                astuple(state.wish),
                state.left and (state.left.node, state.left.part),
                state.heard,
            )
        )
        framed = len(packed).to_bytes(LENGTH_BYTES, "big") + packed
        padded = framed.ljust(-(-len(framed) // BLOCK) * BLOCK, b"\0")
        sealed = FORM + self._ciphers[0].encrypt(padded, [FORM, call_sid.encode()])
        return urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")

    def open(self, call_sid: str, token: str) -> SealedCall:
        """What a token of this call holds.

        Raises TokenError if it was not sealed for this call by one of the keys.
        """
        padded = self._decrypted(call_sid.encode(errors="replace"), token)
        end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
        packed = padded[LENGTH_BYTES:end]
        try:
            started, book, language, node, part, trail, pace, *counted = msgpack.unpackb(packed)
            silences, misses, warned, asked, questions, *later = counted
            turns, wish, left, heard = later or (0, (), None, "")
        except (ValueError, TypeError, msgpack.UnpackException) as error:
            raise TokenError from error
        state = CallState(
            book=book,
            language=language,
            place=Place(node, part),
            trail=tuple(Place(*place) for place in trail),
            pace=_PACES[pace],
            silences=silences,
            misunderstandings=misses,
            warned=warned,
            asked=tuple(asked),
            questions=questions,
            wish=Wish(*wish),
            left=left and Place(*left),
            heard=heard,
        )
        return SealedCall(state, started, turns)

    def _decrypted(self, call_sid: bytes, token: str) -> bytes:
        if len(token) > LONGEST_TOKEN:
            raise TokenError
        try:
            sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError as error:
            raise TokenError from error
        form = sealed[:1]
        if form not in (FORM, OLDER_FORM):
            raise TokenError
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[1:], [form, call_sid])
            except (InvalidTag, ValueError):
                continue
        raise TokenError


class MessageTokens:
    """Seals what the provider calls a caller's own message into an address that plays it."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._ciphers = [AESSIV(_derived(key, b"careline message token 1")) for key in secret_keys]

    def seal(self, message: str, minute: int) -> str:
        """The token of a message: URL-safe ASCII. It is good for MESSAGE_MINUTES."""
        packed = msgpack.packb((message, minute))
        return urlsafe_b64encode(self._ciphers[0].encrypt(packed, None)).rstrip(b"=").decode()

    def open(self, token: str, minute: int) -> str:
        """The message of a token.

        Raises TokenError if it was not sealed by one of the keys, or is too old.
        """
        try:
            sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError as error:
            raise TokenError from error
        for cipher in self._ciphers:
            try:
                message, sealed_at = msgpack.unpackb(cipher.decrypt(sealed, None))
            except (InvalidTag, ValueError):
                continue
            if 0 <= minute - sealed_at <= MESSAGE_MINUTES:
                return str(message)
        raise TokenError


def _derived(secret: str, purpose: bytes = b"careline call token 1") -> bytes:
    return HKDF(SHA512(), KEY_BYTES, salt=None, info=purpose).derive(secret.encode())
