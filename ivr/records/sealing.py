"""Sealing: numbers, notes and recordings are encrypted before they reach the database.

AES-256-GCM with a random nonce. What is sealed is bound to its column and its row, so that nobody
who can write to the database can move it elsewhere. Hashes are keyed: without the key, trying
every telephone number there is tells nothing.
"""

import hmac
import secrets
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.records.errors import SealError
from ivr.records.numbers import normalised

FORM: Final = b"\x01"
"""The first byte of everything sealed; another number means another way of sealing."""

KEY_BYTES: Final = 32
MARK_BYTES: Final = 8
NONCE_BYTES: Final = 12

PAD: Final = 32
"""Bytes to whose multiples a text is padded, so that its length tells little."""

CALL_ID_CHARACTERS: Final = 32


class Purpose(StrEnum):
    """What something is sealed for: its table and column."""

    REQUEST_NUMBER = "requests.number"
    REQUEST_TOPIC = "requests.topic"
    REQUEST_NOTE = "requests.note"
    VOICEMAIL_NUMBER = "voicemails.number"
    VOICEMAIL_RECORDING = "voicemails.recording"
    TEXT_NUMBER = "texts.number"
    TEXT_TOPIC = "texts.topic"
    OPT_OUT_NUMBER = "opt_outs.number"
    RESUME_STATE = "resumes.state"


class Sealer:
    """Seals, opens and hashes. The first key seals, every key opens: keys rotate."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._ciphers = {_mark(key): AESGCM(_derived(key, "sealing")) for key in secret_keys}
        self._newest = next(iter(self._ciphers))
        self._hashing = tuple(_derived(key, "hashing") for key in secret_keys)

    def seal(self, data: bytes, purpose: Purpose, row: str) -> bytes:
        """The data, sealed for one column of one row."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, data, _bound_to(purpose, row))
        return FORM + self._newest + nonce + sealed

    def open(self, sealed: bytes, purpose: Purpose, row: str) -> bytes:
        """What was sealed for this column of this row.

        Raises SealError if it was not, or not with one of the keys, or has changed since.
        """
        head = len(FORM) + MARK_BYTES
        cipher = self._ciphers.get(sealed[len(FORM) : head])
        if cipher is None or sealed[: len(FORM)] != FORM:
            raise SealError
        nonce, rest = sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, rest, _bound_to(purpose, row))
        except (InvalidTag, ValueError) as error:
            raise SealError from error

    def seal_text(self, text: str, purpose: Purpose, row: str) -> bytes:
        """A text, sealed for one column of one row; characters that no text can hold are lost."""
        marked = text.encode(errors="replace") + b"\x80"
        return self.seal(marked.ljust(-(-len(marked) // PAD) * PAD, b"\0"), purpose, row)

    def open_text(self, sealed: bytes, purpose: Purpose, row: str) -> str:
        """The text that was sealed for this column of this row.

        Raises SealError as ``open`` does.
        """
        return self.open(sealed, purpose, row).rstrip(b"\0")[:-1].decode()

    def is_newest(self, sealed: bytes) -> bool:
        """Whether something was sealed with the newest key."""
        return sealed.startswith(FORM + self._newest)

    def can_open(self, sealed: bytes) -> bool:
        """Whether something was sealed with a key that is listed."""
        return sealed[len(FORM) : len(FORM) + MARK_BYTES] in self._ciphers

    def call_id(self, call_sid: str) -> str:
        """What a call is known by here: its provider's name for it can't be told from that."""
        return self._hashes("call", call_sid)[0][:CALL_ID_CHARACTERS]

    def number_hashes(self, number: str) -> tuple[str, ...]:
        """The hashes by which a number can be found, that of the newest key first.

        Raises NumberError if it is no telephone number.
        """
        return self._hashes("number", normalised(number))

    def key_hashes(self, purpose: str, key: str) -> tuple[str, ...]:
        """The hashes by which an idempotency key can be found, that of the newest key first."""
        return self._hashes(f"key of {purpose}", key)

    def _hashes(self, kind: str, text: str) -> tuple[str, ...]:
        message = kind.encode() + b"\0" + text.encode(errors="replace")
        return tuple(hmac.digest(key, message, "sha256").hex() for key in self._hashing)


def _bound_to(purpose: Purpose, row: str) -> bytes:
    return FORM + purpose.encode() + b"\0" + row.encode()


def _mark(secret: str) -> bytes:
    """What tells which key sealed something, without telling the key."""
    return _derived(secret, "mark")[:MARK_BYTES]


def _derived(secret: str, use: str) -> bytes:
    info = f"careline records {use} 1".encode()
    return HKDF(SHA512(), KEY_BYTES, salt=None, info=info).derive(secret.encode())
