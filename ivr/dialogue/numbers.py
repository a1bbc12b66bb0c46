"""Telephone numbers that callers type: of the North American plan, and how they are read back."""

from collections.abc import Iterator
from typing import Final

COUNTRY: Final = "1"
LENGTH: Final = 10
"""Digits after the country's own (NANP: area code, exchange, line)."""

MOST_TYPED: Final = LENGTH + len(COUNTRY)

GROUPS: Final = (3, 3, 4)
LAST_DIGITS: Final = 2
"""How many digits of a caller's own number are said: enough to know it, too few to learn it."""

NEVER_CALLED: Final = frozenset({"900", "976"})
"""Area code and exchange of calls that cost extra (NANPA)."""

SERVICES: Final = "11"
"""The last digits of codes such as 911 and 411, which are no area's and no exchange's."""


def typed_number(digits: str) -> str | None:
    """The number, in E.164, that was typed with or without the country's 1; None if it is none."""
    if len(digits) == MOST_TYPED and digits.startswith(COUNTRY):
        digits = digits[len(COUNTRY) :]
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    area, exchange = digits[:3], digits[3:6]
    plausible = all(code[0] not in "01" and code[1:] != SERVICES for code in (area, exchange))
    if not plausible or area in NEVER_CALLED or exchange in NEVER_CALLED:
        return None
    return f"+{COUNTRY}{digits}"


def is_whole(digits: str) -> bool:
    """Whether as many digits were typed as a number has."""
    return len(digits) >= (MOST_TYPED if digits.startswith(COUNTRY) else LENGTH)


def callable_number(number: str) -> bool:
    """Whether a number in E.164 is one that staff can call back or send a text to."""
    return number.startswith(f"+{COUNTRY}") and typed_number(number[1:]) == number


def groups(digits: str) -> Iterator[str]:
    """Digits as they are read back: area code, exchange, line; what is more is one group."""
    digits = digits.removeprefix(COUNTRY) if len(digits) == MOST_TYPED else digits
    for size in GROUPS:
        if digits:
            yield digits[:size]
        digits = digits[size:]
    if digits:
        yield digits
