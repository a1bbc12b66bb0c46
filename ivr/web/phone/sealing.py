"""A call of the web phone, sealed: it travels in the page, so that any process goes on with it."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import astuple
from typing import Final

import msgpack
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.errors import CarelineError
from ivr.phone.call import Numbers
from ivr.phone.snapshot import Snapshot
from ivr.phone.transport import Reply

OLDEST: Final = 3_600
"""Seconds for which a page can go on with its call: a caller may be called away."""

FORM: Final = b"careline web phone 1"
"""What keys are derived for; another number means another way of packing a call."""

KEY_BYTES: Final = 32


class SealError(CarelineError):
    """Raised if a call can't be opened: forged, too old, or sealed by a retired key."""

    def __init__(self) -> None:
        super().__init__("a call of the web phone could not be opened")


class Seal:
    """Seals and opens calls. The first key seals, every key opens: keys rotate."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._cipher = MultiFernet([Fernet(_derived(key)) for key in secret_keys])

    def close(self, snapshot: Snapshot, now: float) -> str:
        """A call as text that tells nobody anything."""
        packed = msgpack.packb(astuple(snapshot))
        return self._cipher.encrypt_at_time(packed, int(now)).decode("ascii")

    def open(self, sealed: str, now: float) -> Snapshot:
        """The call in such a text.

        Raises SealError if it was not sealed by one of the keys, or longer ago than OLDEST.
        """
        try:
            token = sealed.encode("ascii")
            packed = self._cipher.decrypt_at_time(token, OLDEST, int(now))
        except (InvalidToken, ValueError) as error:
            raise SealError from error
        numbers, document, executed, clock, audible = msgpack.unpackb(packed)
        return Snapshot(Numbers(*numbers), Reply(*document), executed, clock, audible)


def _derived(secret: str) -> bytes:
    key = HKDF(SHA256(), KEY_BYTES, salt=None, info=FORM).derive(secret.encode())
    return urlsafe_b64encode(key)
