"""The words of the pages, in each language that the pages speak."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

FIRST: Final = "en"
"""The language of the pages where a line speaks none of theirs."""

Words = Mapping[str, str]


@cache
def pages_words() -> Mapping[str, Words]:
    """The words by language and key."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    words: Mapping[str, Words] = yaml.safe_load(text)
    return words


def timed(words: Words, key: str, seconds: int, **fields: object) -> str:
    """Words that tell a number of seconds, which may be one."""
    form = f"{key}_one" if seconds == 1 else key
    return words[form].format(seconds=seconds, **fields)


def language_of(locale: str) -> str:
    """The language of the pages for a locale, such as en-US."""
    code = locale.partition("-")[0].lower()
    return code if code in pages_words() else FIRST
