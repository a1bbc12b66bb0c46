"""option-taken: a reading offers a key that is offered after every reading."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the keys of each offer with those of `after_reading`."""
    common = book.service.after_reading
    for flow, shape in book.manuscript.flows.items():
        for name, node in shape.nodes.items():
            for key in node.read.also if node.read else ():
                if key in common:
                    yield rule.problem(
                        book.manuscript.sources[f"flows/{flow}.yaml"],
                        ("nodes", name, "read", "also", key),
                        f'key "{key}" after "{name}" always leads to "{common[key]}"',
                        key=True,
                    )


RULE = Rule(
    name="option-taken",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=("What flows/service.yaml offers after every reading keeps its keys everywhere."),
    why="one of the two could not be reached",
    fix="use the next free key",
    check=check,
    example=Example(
        "flows/animals.yaml",
        "  dogs:\n    read: {also: {2:",
        "  dogs:\n    read: {also: {1:",
        10,
        19,
    ),
    blocking=True,
)
