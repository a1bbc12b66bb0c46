"""far-topic: a text is more than 30 seconds away."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

FARTHEST: Final = 30
"""Seconds from the main menu to a text (docs/decisions/0007)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Time the quickest way to each text in each language."""
    for language, topics in book.exploration.topics.items():
        for topic in topics:
            if topic.seconds <= FARTHEST:
                continue
            name = topic.node.partition(".")[2]
            yield rule.problem(
                *book.in_words(topic.node, language),
                f'"{name}" is {topic.seconds:.0f} seconds away: {" → ".join(topic.path)}',
            )


RULE = Rule(
    name="far-topic",
    group=Group.ACCESS,
    stage=Stage.CALLED,
    about=(
        "What counts is what a caller hears from the first word of the main menu on, who "
        "presses each key as soon as it was named. Time is estimated at the normal pace."
    ),
    why="many callers would give up before they hear it",
    fix="make labels and titles on the way shorter, or move it to an earlier key",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "say: Animals that need a home.",
        "say: " + "Here you can hear about animals that need a home. " * 8,
        7,
        1,
    ),
)
