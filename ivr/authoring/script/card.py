"""The card for patients: what to press, on one page a language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.authoring.examined import Examined
from ivr.authoring.schema import CardShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.book import Book, Command
from ivr.dialogue.nodes import Menu
from ivr.errors import CarelineError


class CardWordsError(CarelineError):
    """Raised if a language has no words for its card; ``languages`` names each that has none."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        files = ", ".join(f"prompts/{language}/service.yaml" for language in languages)
        super().__init__(
            f'there are no words for the card in {files}: add "card:" there '
            "(prompts/en/service.yaml of the shipped book shows it)"
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the main menu or below it: the keys to press for it, and its label."""

    keys: str
    label: str
    below: tuple["Choice", ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one language. ``keys`` holds the keys that work anywhere, and what they do."""

    code: str
    locale: str
    words: CardShape
    choices: tuple[Choice, ...]
    keys: tuple[tuple[str, str], ...]


def make_cards(examined: Examined, languages: list[str]) -> list[Card]:
    """The cards in these languages.

    Raises CardWordsError if a language has no words for it, and LookupError if the book of
    ``examined`` was not made.
    """
    book = examined.book
    words = {code: _words(examined, code) for code in languages}
    missing = tuple(code for code, found in words.items() if found is None)
    if missing:
        raise CardWordsError(missing)
    return [
        Card(
            code=code,
            locale=book.languages[code].locale,
            words=found,
            choices=_choices(book, examined.vocabularies[code]),
            keys=tuple(_keys(book, found)),
        )
        for code, found in words.items()
        if found is not None
    ]


def _words(examined: Examined, language: str) -> CardShape | None:
    own = examined.manuscript.words[language].service
    return own.card if own else None


def _choices(book: Book, vocabulary: Vocabulary) -> tuple[Choice, ...]:
    return tuple(
        Choice(key, label, _below(book, target, key, vocabulary))
        for key, target, label in _offered(book, book.service.main_menu, vocabulary)
    )


def _below(book: Book, node: str, keys: str, vocabulary: Vocabulary) -> tuple[Choice, ...]:
    offered = _offered(book, node, vocabulary)
    return tuple(Choice(f"{keys} {key}", label) for key, _, label in offered)


def _offered(book: Book, node: str, vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    menu = book.nodes[node]
    options: Mapping[str, str] = menu.options if isinstance(menu, Menu) else {}
    return [
        (key, target, label[:1].upper() + label[1:])
        for key, target in options.items()
        if (label := vocabulary.label(target))
    ]


def _keys(book: Book, words: CardShape) -> list[tuple[str, str]]:
    """The keys in the order of the commands; that for another language only where there is one."""
    by_command = {command: key for key, command in book.service.keys.items()}
    return [
        (by_command[command], getattr(words, command))
        for command in book.service.keys.values()
        if command is not Command.LANGUAGE or len(book.languages) > 1
    ]
