"""What a caller's words ask for; for now, only to go on in another language."""

import re
import unicodedata
from typing import Final

from ivr.dialogue.book import Book

LONGEST_REQUEST: Final = 60
"""Characters of an utterance that can still be a request for a language, and nothing else."""

_APART: Final = re.compile(r"[\W_]+")


def folded(utterance: str) -> str:
    """Words for comparing: small letters without accents, single spaces, no punctuation."""
    plain = unicodedata.normalize("NFD", utterance.lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _APART.sub(" ", bare).strip()


def language_asked_for(book: Book, utterance: str) -> str | None:
    """The language that the whole of an utterance asks for, or None.

    Only a whole utterance counts: "I do not speak English" names English and asks for something
    else.
    """
    if len(utterance) > LONGEST_REQUEST:
        return None
    said = folded(utterance)
    for code, language in book.languages.items():
        if said in language.asked_by:
            return code
    return None
