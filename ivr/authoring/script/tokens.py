"""A text as it is spoken, in tokens that a page can show and a comparison can count."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from ivr.authoring.differences import Mark
from ivr.dialogue.book import Language
from ivr.dialogue.lexicon import HardWord, Lexicon
from ivr.dialogue.wording import Aside, Digits, Hours, Pause, Piece, Words

PAUSE_SIGN: Final = "‖"
"""What stands for a pause on paper."""

_WORD: Final = re.compile(r"\S+")


class Kind(StrEnum):
    """What a token stands for."""

    WORD = "word"
    PAUSE = "pause"
    NUMBER = "number"
    HOURS = "hours"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Token:
    """What is written between two spaces: a word, a pause, a number as a whole.

    ``note`` tells how it is said, where the letters don't. ``language`` is the code of the
    language of an aside, and empty for the language of the text.
    """

    kind: Kind
    text: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens that are shown alike."""

    kind: Kind
    text: str
    note: str = ""
    language: str = ""
    mark: Mark = Mark.SAME


def tokens(pieces: Sequence[Piece], language: Language) -> list[Token]:
    """The tokens of a text in a language."""
    found: list[Token] = []
    for piece in pieces:
        match piece:
            case Words():
                found += _words(piece.text, language.lexicon)
            case Pause():
                found.append(Token(Kind.PAUSE, PAUSE_SIGN))
            case Digits():
                found.append(Token(Kind.NUMBER, "-".join(piece.groups), "said twice, slowly"))
            case Hours():
                found.append(_hours(piece, language))
            case Aside():
                found.append(Token(Kind.ASIDE, piece.text, "in its own voice", piece.language))
            case _:
                assert_never(piece)
    return found


def _words(text: str, lexicon: Lexicon) -> Iterator[Token]:
    notes, at = {}, 0
    for span in lexicon.spans(text):
        at += len(span.written if isinstance(span, HardWord) else span)
        if isinstance(span, HardWord):
            said = span.saying.said
            notes[at] = f"said “{said}”" if said and not span.saying.spelled else "letter by letter"
    for word in _WORD.finditer(text):
        told = [note for end, note in notes.items() if word.start() < end <= word.end()]
        yield Token(Kind.WORD, word.group(), ", ".join(told))


def said_of_hours(line: str, language: Language) -> list[str]:
    """Everything that can be said of a line's hours, each once."""
    passages = language.passages.values()
    texts = (
        " ".join(piece.text for piece in passage.pieces if isinstance(piece, Words))
        for passage in passages
        if passage.id.startswith(f"hours/{line}/")
    )
    return list(dict.fromkeys(texts))


def _hours(piece: Hours, language: Language) -> Token:
    said = said_of_hours(piece.line, language)
    note = "or as it is at the time of the call" if len(said) > 1 else "opening hours"
    return Token(Kind.HOURS, said[0] if said else "", note)


def runs(marked: Iterable[tuple[Mark, Token]]) -> tuple[Run, ...]:
    """Marked tokens as runs: words that are shown alike are one; a word's note is given once."""
    noted: set[str] = set()
    made: list[Run] = []
    for mark, token in marked:
        is_word = token.kind is Kind.WORD
        note = "" if is_word and token.note in noted else token.note
        noted.add(note)
        last = made[-1] if made else None
        if is_word and last and last.kind is Kind.WORD and not last.note and last.mark is mark:
            made[-1] = replace(last, text=f"{last.text} {token.text}", note=note)
        else:
            made.append(Run(token.kind, token.text, note, token.language, mark))
    return tuple(made)
