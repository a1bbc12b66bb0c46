"""What a line can do besides being heard. What it can't is left out of its book."""

from dataclasses import dataclass
from typing import Final

from ivr.dialogue.nodes import Node, Record, Save, Text


@dataclass(frozen=True, slots=True)
class Abilities:
    """What is there for a line to work with.

    ``texts``: texts can be sent. ``answers``: there is staff who call back and listen to messages.
    ``messages``: recordings can be fetched.
    """

    texts: bool = True
    answers: bool = True
    messages: bool = True

    @property
    def missing(self) -> tuple[type[Node], ...]:
        """The kinds of node that the line can do nothing in."""
        kinds: dict[type[Node], bool] = {
            Text: self.texts,
            Save: self.answers,
            Record: self.answers and self.messages,
        }
        return tuple(kind for kind, there in kinds.items() if not there)


ALL: Final = Abilities()
