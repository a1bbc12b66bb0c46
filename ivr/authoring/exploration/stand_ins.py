"""What stands in for a book's grammar and staff while every call is made."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from ivr.dialogue.book import StaffGroup
from ivr.dialogue.grammar import Grammar, Meaning
from ivr.dialogue.schedule import Schedule, StaffHours

NEVER: Final = StaffHours(Schedule("UTC", ((0, 1),)), {"": ()}, frozenset())
"""Hours outside which it always is: on a day without a date, which every day is here."""


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


def there(group: StaffGroup, numbers: tuple[str, ...]) -> StaffGroup:
    """A group that is there at any hour."""
    return replace(group, numbers=numbers, hours=None)


def closed(group: StaffGroup, numbers: tuple[str, ...]) -> StaffGroup:
    """A group that is never there if it has hours; one without is always."""
    return replace(group, numbers=numbers, hours=NEVER if group.hours else None)
