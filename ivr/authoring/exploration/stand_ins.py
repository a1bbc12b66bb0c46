"""What stands in for a book's grammar and staff while every call is made."""

from collections.abc import Collection

from ivr.dialogue.book import StaffGroup
from ivr.dialogue.grammar import Grammar, Meaning


class Remembered(Grammar):
    """Understands each utterance once: the same few are said in every state."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__({})
        self._grammar = grammar
        self._meanings: dict[tuple[str, str, tuple[str, ...]], Meaning] = {}

    def understand(self, utterance: str, language: str, nearby: Collection[str] = ()) -> Meaning:
        """What the grammar made of it the first time it was said like this."""
        said = (utterance, language, tuple(nearby))
        if said not in self._meanings:
            self._meanings[said] = self._grammar.understand(utterance, language, nearby)
        return self._meanings[said]


class Asked(dict[str, StaffGroup]):
    """Staff that remembers whether somebody asked for it."""

    asked = False

    def __getitem__(self, group: str) -> StaffGroup:
        self.asked = True
        return super().__getitem__(group)
