"""same-universal-key: two universal keys are the same."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for a key with two meanings."""
    taken: dict[str, str] = {}
    for command, key in book.service.keys.model_dump().items():
        if key in taken:
            yield rule.problem(
                book.manuscript.sources["flows/service.yaml"],
                ("keys", command),
                f'key "{key}" means both "{taken[key]}" and "{command}"',
            )
        taken.setdefault(key, command)


RULE = Rule(
    name="same-universal-key",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=("Each universal key means one thing."),
    why="one of the two could not be asked for",
    fix="use another key for one of them",
    check=check,
    example=Example("flows/service.yaml", 'back: "*"', 'back: "0"', 17, 9),
    blocking=True,
)
