"""Passwords of the console, kept so that they can be compared and not read (scrypt)."""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import scrypt
from typing import Final

SHORTEST: Final = 12
"""Characters. Length is what makes a password hard to guess."""

LONGEST: Final = 1_000

COST: Final = 2**15
BLOCK: Final = 8
PARALLEL: Final = 3
"""32 MiB and about a quarter of a second: one of OWASP's recommendations."""

MEMORY: Final = 64 * 1024 * 1024
SALT_BYTES: Final = 16


def hashed(password: str) -> str:
    """What is kept of a password: how it was hashed, and the hash."""
    salt = secrets.token_bytes(SALT_BYTES)
    made = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    parts = ("scrypt", str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(made))
    return "$".join(parts)


def matches(password: str, kept: str) -> bool:
    """Whether it is the password of which this was kept."""
    _, cost, block, parallel, salt, made = kept.split("$")
    again = _scrypt(password, b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(again, b64decode(made))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password[:LONGEST].encode(errors="surrogatepass")
    return scrypt(secret, salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
