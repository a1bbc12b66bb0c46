"""Telephone numbers, written in one way."""

import re
from typing import Final

from ivr.records.errors import NumberError

_BETWEEN: Final = re.compile(r"[\s().\-\u2010-\u2015]+")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def normalised(number: str) -> str:
    """A number as + and digits (E.164), whatever stood between them.

    Raises NumberError if it is none, such as "anonymous" where a caller hides theirs.
    """
    bare = _BETWEEN.sub("", number)
    if not _E164.fullmatch(bare):
        raise NumberError
    return bare
