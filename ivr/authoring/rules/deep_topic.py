"""deep-topic: a text is more than three keys away."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

MOST_KEYS: Final = 3
"""Keys from the main menu to a text (the voice rules)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the keys on the quickest way to each text."""
    topics = next(iter(book.exploration.topics.values()))
    for topic in topics:
        if len(topic.keys) > MOST_KEYS:
            name = topic.node.partition(".")[2]
            yield rule.problem(
                *book.in_flow(topic.node),
                f'"{name}" is {len(topic.keys)} keys away: {" → ".join(topic.path)}',
            )


RULE = Rule(
    name="deep-topic",
    group=Group.ACCESS,
    stage=Stage.CALLED,
    about=("Each menu on the way loses callers. Three are the most."),
    why="many callers would give up before they hear it",
    fix="offer it from a menu that is nearer to the main menu",
    check=check,
    example=Example(
        "flows/animals.yaml",
        "    menu: {1: dogs, 2: cats}\n",
        "    menu: {1: two}\n  two:\n    menu: {1: three}\n"
        "  three:\n    menu: {1: dogs, 2: cats}\n",
        13,
        3,
        also=(
            (
                "prompts/en/animals.yaml",
                "dogs:\n",
                "two: {label: all of them}\nthree: {label: by kind}\ndogs:\n",
            ),
        ),
    ),
)
