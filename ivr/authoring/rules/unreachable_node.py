"""unreachable-node: no call leads to a node."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.exploration.findings import Promise
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for nodes to which no call led, with staff and without."""
    if any(found.promise is Promise.WAY_ON for found in book.exploration.broken):
        return  # the rule dead-end says why nothing is reached
    for full in book.names:
        if full not in book.exploration.reached:
            flow, _, name = full.partition(".")
            yield rule.problem(
                *book.in_flow(full),
                f'no call leads to "{name}"',
                fix=f"offer it in a menu, or remove it here and in prompts/*/{flow}.yaml",
            )


RULE = Rule(
    name="unreachable-node",
    group=Group.CALLS,
    stage=Stage.CALLED,
    about=("Every call that the book allows was made, with staff and without, and none came here."),
    why="nobody would ever hear it",
    fix="offer it in a menu, or remove it",
    check=check,
    example=Example("flows/main.yaml", "3: farewell, 4: visit}", "3: visit}", 13, 3),
)
