"""What marks, keys, labels and hard words stand for in one language."""

from collections.abc import Mapping

from ivr.authoring.hours import times_of
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.manuscript import Words as WordsOfLanguage
from ivr.authoring.marks import MarkError, Marks, PhoneLine, parse, write
from ivr.authoring.schema import PromptShape, ServiceShape
from ivr.dialogue.lexicon import Lexicon, Saying
from ivr.dialogue.wording import Aside, Piece


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
        self._marks = Marks(
            _lines(book, self.words, service.languages[language].locale),
            self.keys,
            _offers(book, service, language),
        )
        self.lexicon = Lexicon(
            {
                word: Saying(shape.said or "", shape.spelled, shape.ipa or "")
                for word, shape in self.words.lexicon.items()
            }
        )

    def key_name(self, key: str) -> str:
        """How a key is called; a digit is called by itself."""
        return self._key_names.get(key, key)

    def label(self, node: str) -> str | None:
        """How menus offer a node, by its full name."""
        prompt = self.prompt(node)
        return prompt.label if prompt else None

    def prompt(self, node: str) -> PromptShape | None:
        """The words of a node, by its full name."""
        flow, _, name = node.partition(".")
        return self.words.prompts.get(flow, {}).get(name)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """A text as pieces; marks that are wrong are left out."""
        return parse(text, self._marks)[0]

    def mark_errors(self, text: str) -> list[MarkError]:
        """What is wrong with the marks of a text that is spoken."""
        return parse(text, self._marks)[1]

    def written(self, text: str) -> str:
        """A text as it is read on a telephone; marks that are wrong are left out."""
        return write(text, self._marks)[0]

    def written_errors(self, text: str) -> list[MarkError]:
        """What is wrong with the marks of a text that is read on a telephone."""
        return write(text, self._marks)[1]


def _lines(book: Manuscript, words: WordsOfLanguage, locale: str) -> dict[str, PhoneLine] | None:
    """The telephone lines by id; None where a file that tells of them can't be used."""
    directory, names = book.directory, words.line_names
    if directory is None or names is None:
        return None
    has_words = words.service is not None and words.service.hours is not None
    speaks_of_hours = has_words and times_of(locale) is not None
    return {
        name: PhoneLine(
            names[name],
            tuple(shape.number.split("-")),
            tells_hours=speaks_of_hours and shape.hours is not None,
        )
        for name, shape in directory.items()
        if name in names
    }


def _offers(book: Manuscript, service: ServiceShape, language: str) -> tuple[Aside, ...]:
    """The other languages, each offered by its own voice, the next one first.

    The key for another language leads to the next one, so that a later one takes more presses.
    """
    codes = list(service.languages)
    at = codes.index(language)
    found = []
    for presses, code in enumerate((*codes[at + 1 :], *codes[:at]), 1):
        own = book.words[code].service
        if own is None or own.templates.language_offer is None:
            continue
        key = own.key_names.get(service.keys.language, service.keys.language)
        offer = own.templates.language_offer.replace("{key}", ", ".join([key] * presses))
        found.append(Aside(code, " ".join(offer.split())))
    return tuple(found)
