"""Where an utterance leads at a place of the line, by the names that people write."""

from collections.abc import Collection
from typing import Final, assert_never

from babel import Locale, UnknownLocaleError

from ivr.dialogue.book import GATE_KEY, Book, Command
from ivr.dialogue.grammar import (
    Consent,
    Danger,
    Destination,
    Grammar,
    Meaning,
    SpokenKey,
    Unclear,
    Unsure,
)
from ivr.dialogue.grammar.meanings import COMMAND, LANGUAGE
from ivr.dialogue.nodes import Menu, Read

CLARIFY: Final = "clarify"
"""What is printed where the line asks, or says that it has not understood."""

ADVICE: Final = "advice"
"""What is printed for the node that answers what only a doctor can."""

PRINTED_COMMANDS: Final = {Command.NEXT: "more"}
"""Commands that people know by another name than the line does."""


class Destinations:
    """The destinations of one book and their printed names.

    A printed name is ``flow.node``, the short name of a node of danger, ``advice``,
    ``command:<name>``, where a language is its English name in small letters, or ``clarify``.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        service = book.service
        self._printed = {
            node.id: node.id for node in book.nodes.values() if isinstance(node, Menu | Read)
        }
        for command in Command:
            if command not in (Command.LANGUAGE, Command.PACE):
                name = PRINTED_COMMANDS.get(command, command.value)
                self._printed[f"{COMMAND}{command}"] = f"{COMMAND}{name}"
        for code in book.languages:
            self._printed[f"{LANGUAGE}{code}"] = f"{COMMAND}{language_name(code)}"
        if service.advice is not None:
            self._printed[service.advice] = ADVICE
        for short, node in service.danger.items():
            self._printed[node] = short
        self._meant = {printed: name for name, printed in self._printed.items()}
        self.dangers: Collection[str] = tuple(service.danger)

    @property
    def names(self) -> list[str]:
        """Every name that can be printed."""
        return [*self._meant, CLARIFY]

    def printed(self, destination: str) -> str:
        """The printed name of a destination of the grammar."""
        return self._printed.get(destination, destination)

    def meant(self, printed: str) -> str:
        """The destination of the grammar that a printed name stands for.

        Raises KeyError for a name that is none, and for ``clarify``, which is no destination.
        """
        return self._meant[printed]

    def known(self, written: str) -> str | None:
        """The printed name of what somebody wrote: a printed name, or a node's full name."""
        if written == CLARIFY or written in self._meant:
            return written
        return self._printed.get(written) if not written.startswith(LANGUAGE) else None

    def waits_at(self, node: str) -> bool:
        """Whether a caller can say something at a node of this name."""
        return isinstance(self._book.nodes.get(node), Menu | Read)

    @property
    def waiting(self) -> list[str]:
        """Every node at which a caller can say something."""
        return [node.id for node in self._book.nodes.values() if isinstance(node, Menu | Read)]

    def nearby(self, at: str) -> Collection[str]:
        """The destinations that are offered at a node, which are meant rather than others."""
        node = self._book.nodes[at]
        return tuple(node.options.values()) if isinstance(node, Menu | Read) else ()

    def reached(
        self, utterance: str, language: str, at: str, grammar: Grammar | None = None
    ) -> str:
        """The printed name of where an utterance leads at a node, in a call in ``language``.

        ``grammar`` understands it instead of the book's own.
        """
        found = (grammar or self._book.grammar).understand(utterance, language, self.nearby(at))
        return self.of(found, language, at)

    def of(self, meaning: Meaning, language: str, at: str) -> str:
        """The printed name of where a meaning leads at a node, in a call in ``language``."""
        match meaning:
            case Danger():
                return self.printed(meaning.node)
            case Destination():
                return self.printed(meaning.name)
            case SpokenKey():
                return self._under(meaning.key, language, at)
            case Consent():
                return self._agreed(at, yes=meaning.yes)
            case Unsure() | Unclear():
                return CLARIFY
            case _:
                assert_never(meaning)

    def _under(self, key: str, language: str, at: str) -> str:
        command = self._book.service.keys.get(key)
        if command is Command.LANGUAGE:
            return self._other_language(language)
        if command is Command.PACE:
            # A call begins at the normal pace, so the key's first press is slower.
            return self.printed(f"{COMMAND}{Command.SLOWER}")
        if command is not None:
            return self.printed(f"{COMMAND}{command}")
        if self._asks_first(at):
            return self.printed(at) if key == GATE_KEY else CLARIFY
        node = self._book.nodes[at]
        target = node.options.get(key) if isinstance(node, Menu | Read) else None
        return CLARIFY if target is None else self.printed(target)

    def _other_language(self, language: str) -> str:
        codes = list(self._book.languages)
        if len(codes) == 1:
            return CLARIFY
        following = codes[(codes.index(language) + 1) % len(codes)]
        return self.printed(f"{LANGUAGE}{following}")

    def _agreed(self, at: str, *, yes: bool) -> str:
        if not self._asks_first(at):
            return CLARIFY
        return self.printed(at if yes else f"{COMMAND}{Command.BACK}")

    def _asks_first(self, at: str) -> bool:
        node = self._book.nodes[at]
        return isinstance(node, Read) and node.ask_first


def language_name(code: str) -> str:
    """The English name of a language in small letters; its code, where it has none."""
    try:
        name = Locale.parse(code).english_name
    except (UnknownLocaleError, ValueError):
        return code
    return (name or code).lower()
