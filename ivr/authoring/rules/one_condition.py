"""one-condition: a case of a branch has no condition, or two."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the conditions of each case."""
    for flow, shape in book.manuscript.flows.items():
        for name, node in shape.nodes.items():
            for position, case in enumerate(node.branch.cases if node.branch else ()):
                conditions = (case.reachable, case.staffed, case.language)
                if sum(condition is not None for condition in conditions) != 1:
                    source = book.manuscript.sources[f"flows/{flow}.yaml"]
                    route = ("nodes", name, "branch", "cases", position)
                    yield rule.problem(source, route, "a case needs exactly one condition")


RULE = Rule(
    name="one-condition",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=("A branch takes the first case whose condition holds, so each case has one condition."),
    why="the branch could not be decided",
    fix='write one of "reachable: <staff group>", "staffed: <staff group>", "language: <code>"',
    check=check,
    example=Example(
        "flows/main.yaml", "{reachable: keepers, then: keeper_call}", "{then: keeper_call}", 21, 11
    ),
    blocking=True,
)
