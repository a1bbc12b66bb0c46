"""What marks, keys, labels and hard words stand for in one language."""

import re
from collections.abc import Mapping

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.manuscript import Words as WordsOfLanguage
from ivr.authoring.marks import MarkError, Marks, PhoneLine, parse
from ivr.authoring.schema import ServiceShape
from ivr.dialogue.wording import Piece, Words


class Vocabulary:
    """One language of a manuscript.

    ``keys`` holds the spoken name of each command's key.
    """

    def __init__(self, book: Manuscript, service: ServiceShape, language: str) -> None:
        self.words: WordsOfLanguage = book.words[language]
        own = self.words.service
        self._key_names: Mapping[str, str] = own.key_names if own else {}
        self.keys: Mapping[str, str] = {
            command: self.key_name(key) for command, key in service.keys.model_dump().items()
        }
        self._marks = Marks(_lines(book, self.words), self.keys)
        self._respelled = {
            word.lower(): said for word, said in self.words.lexicon.items() if said is not None
        }
        hard = "|".join(re.escape(word) for word in sorted(self._respelled, key=len, reverse=True))
        self._hard = re.compile(rf"(?<!\w)(?:{hard})(?!\w)", re.IGNORECASE) if hard else None

    def key_name(self, key: str) -> str:
        """How a key is called; a digit is called by itself."""
        return self._key_names.get(key, key)

    def label(self, node: str) -> str | None:
        """How menus offer a node, by its full name."""
        flow, _, name = node.partition(".")
        prompt = self.words.prompts.get(flow, {}).get(name)
        return prompt.label if prompt else None

    def said(self, text: str) -> str:
        """A text with its hard words written as the lexicon says them."""
        if self._hard is None:
            return text
        return self._hard.sub(lambda found: self._respelled[found.group().lower()], text)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """A text as pieces; marks that are wrong are left out."""
        return tuple(
            Words(self.said(piece.text)) if isinstance(piece, Words) else piece
            for piece in parse(text, self._marks)[0]
        )

    def mark_errors(self, text: str) -> list[MarkError]:
        """What is wrong with the marks of a text."""
        return parse(text, self._marks)[1]


def _lines(book: Manuscript, words: WordsOfLanguage) -> dict[str, PhoneLine] | None:
    """The telephone lines by id; None where a file that tells of them can't be used."""
    directory, names = book.directory, words.line_names
    if directory is None or names is None:
        return None
    return {
        name: PhoneLine(names[name], tuple(shape.number.split("-")))
        for name, shape in directory.items()
        if name in names
    }
