"""universal-key: a menu uses a key that always means something else."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.linking import KEY_ORDER
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the keys of each menu and offer with those of flows/service.yaml."""
    taken = {key: command for command, key in book.service.keys.model_dump().items()}
    free = [key for key in KEY_ORDER if key not in taken]
    for reference in book.references:
        *_, holder, key = ("", *reference.route)
        if holder in ("menu", "also", "after_reading") and key in taken:
            yield rule.problem(
                reference.source,
                reference.route,
                f'{reference.role} always means "{taken[str(key)]}"',
                fix=f"use one of {quoted(free)}",
                key=True,
            )


RULE = Rule(
    name="universal-key",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "The keys of flows/service.yaml (a person, back, next, again, another language, "
        "another pace) work in every node, so that a caller can rely on them. No menu may use "
        "them."
    ),
    why="a caller who presses it would be led somewhere else",
    fix="use another key",
    check=check,
    example=Example("flows/main.yaml", "2: found, 3", "0: found, 3", 10, 29),
    blocking=True,
)
