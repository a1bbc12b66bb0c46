"""many-options: a menu has more than five options."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.nodes import Menu, Read

MOST_OPTIONS: Final = 5
"""The most that most listeners keep in mind (Avaya's and our content's rule)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the options of each menu and of each offer after a reading."""
    for node in book.nodes.values():
        if isinstance(node, Menu | Read) and len(node.options) > MOST_OPTIONS:
            name = node.id.partition(".")[2]
            yield rule.problem(
                *book.in_flow(node.id),
                f'"{name}" has {len(node.options)} options; {MOST_OPTIONS} is the most',
            )


RULE = Rule(
    name="many-options",
    group=Group.ACCESS,
    stage=Stage.SHAPED,
    about=(
        "A caller has to remember what was offered while listening on. More than five options "
        "are too many for most, and for many who are old."
    ),
    why="a caller would forget the first options before the last is named",
    fix="move some of them to a menu of their own",
    check=check,
    example=Example(
        "flows/main.yaml",
        "4: visit}",
        "4: visit, 5: numbers, 6: animals.dogs}",
        9,
        3,
    ),
)
