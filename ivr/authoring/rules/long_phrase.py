"""long-phrase: what callers are expected to say is a whole speech."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrase_places
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

LONGEST: Final = 100
"""Characters of a phrase; a hint of Twilio's Gather can have no more (error 13330)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Measure each phrase."""
    for place in phrase_places(book.manuscript, book.service, book.nodes):
        if len(place.phrase) > LONGEST:
            message = f"this phrase has {len(place.phrase)} characters; {LONGEST} is the most"
            yield rule.problem(place.source, place.route, message, at=place.at)


RULE = Rule(
    name="long-phrase",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A phrase is compared with what callers say by its words. A very long one is mostly "
        "several that became one: after > YAML joins lines, after | each line stays a phrase."
    ),
    why="no caller says all this at once, so it would help nobody",
    fix="write one phrase a line after |, or several in a list",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "phrases: [adopt a cat]",
        "phrases: [adopt a cat, " + "and another cat " * 7 + "]",
        16,
        26,
    ),
)
