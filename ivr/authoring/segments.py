"""How many messages a text to a telephone takes, as networks count them (3GPP TS 23.038)."""

from collections.abc import Iterable
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED: Final = frozenset("\f^{}\\[~]|€")
"""Letters that take two places."""

SINGLE: Final = 160
EACH: Final = 153
"""Places in a text of one message, and in each message of a longer one, which tells its place."""

WIDE_SINGLE: Final = 70
WIDE_EACH: Final = 67
"""The same where a letter such as á stands in it: then every letter takes more room (UCS-2)."""


def is_wide(text: str) -> bool:
    """Whether a letter outside the common alphabet makes the whole text take more room."""
    return not set(text) <= _BASIC | _ESCAPED


def segments(text: str) -> int:
    """The messages that a text takes; each is paid for, and some telephones show each alone."""
    if is_wide(text):
        widths = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        return _packed(widths, WIDE_SINGLE, WIDE_EACH)
    return _packed((1 + (letter in _ESCAPED) for letter in text), SINGLE, EACH)


def _packed(widths: Iterable[int], single: int, each: int) -> int:
    """A letter is never torn: what doesn't fit whole goes to the next message."""
    widths = list(widths)
    if sum(widths) <= single:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > each:
            count, used = count + 1, 0
        used += width
    return count
