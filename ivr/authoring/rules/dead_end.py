"""dead-end: a caller is caught: no key leads to the main menu."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.exploration.counterexample import problems_of
from ivr.authoring.exploration.findings import Promise
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report the shortest call into each dead end."""
    yield from problems_of(rule, book, Promise.WAY_ON, 'from "{node}" {detail}', "")


RULE = Rule(
    name="dead-end",
    group=Group.CALLS,
    stage=Stage.CALLED,
    about=("From every state of every call, some key has to lead on to the main menu."),
    why="a caller would be caught, or cut off before hearing anything",
    fix="let it lead to a menu",
    check=check,
    example=Example(
        "flows/main.yaml", "    say: {then: main_menu}", "    say: {then: goodbye}", 7, 3
    ),
)
