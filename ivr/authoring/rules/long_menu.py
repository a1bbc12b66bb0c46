"""long-menu: a menu takes longer than 20 seconds."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.exploration.topics import whole_menu_seconds
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.nodes import Menu

LONGEST: Final = 20
"""Seconds of a menu (the voice rules)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Time each menu with its warning, its title and all its choices."""
    for language in book.book.languages.values():
        for node in book.book.nodes.values():
            if not isinstance(node, Menu):
                continue
            seconds = whole_menu_seconds(book.book, language, node)
            if seconds > LONGEST:
                name = node.id.partition(".")[2]
                yield rule.problem(
                    *book.in_words(node.id, language.code),
                    f'menu "{name}" takes {seconds:.0f} seconds; {LONGEST} is the most',
                )


RULE = Rule(
    name="long-menu",
    group=Group.ACCESS,
    stage=Stage.WHOLE,
    about=(
        "What is heard of a menu is its warning, its title and its options. Time is estimated "
        "at the normal pace."
    ),
    why="a caller would forget the first options before the last is named",
    fix="make the labels or the title shorter, or offer less",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "say: Animals that need a home.",
        "say: " + "Here you can hear about animals that need a home. " * 5,
        3,
        1,
    ),
)
