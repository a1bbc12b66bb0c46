"""What each menu and each reading offers, in the words of a language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.authoring.examined import Examined
from ivr.authoring.yaml_source import Route, YamlSource
from ivr.dialogue.nodes import Menu, Read


@dataclass(frozen=True, slots=True)
class Offer:
    """The options of a node: key, target and label of each."""

    node: str
    language: str
    options: tuple[tuple[str, str, str], ...]


def offers(book: Examined) -> Iterator[Offer]:
    """The offer of each menu and each reading in each language, as far as it has labels."""
    for language, vocabulary in book.vocabularies.items():
        for node in book.nodes.values():
            if isinstance(node, Menu | Read):
                options = tuple(
                    (key, target, label)
                    for key, target in node.options.items()
                    if (label := vocabulary.label(target)) is not None
                )
                yield Offer(node.id, language, options)


def label_place(book: Examined, language: str, node: str) -> tuple[YamlSource, Route]:
    """The file and the route at which the label of a node stands."""
    source, route = book.in_words(node, language)
    return source, (*route, "label")


def phrases_of(book: Examined, language: str, node: str) -> Sequence[str]:
    """What callers say to reach a node."""
    words = book.words_of(node, language)
    return words.phrases if words else ()
