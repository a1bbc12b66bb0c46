"""unknown-staff: a transfer or a branch names people that there are not."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import NodeShape
from ivr.authoring.yaml_source import Route


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look the staff of each transfer and each case up."""
    groups = list(book.service.staff)
    for flow, shape in book.manuscript.flows.items():
        source = book.manuscript.sources[f"flows/{flow}.yaml"]
        for name, node in shape.nodes.items():
            for route, group in _named(node):
                if group not in groups:
                    yield rule.problem(
                        source,
                        ("nodes", name, *route),
                        f'there is no staff group "{group}"',
                        fix=nearest(group, groups, "staff groups"),
                    )


def _named(node: NodeShape) -> Iterator[tuple[Route, str]]:
    if node.transfer is not None and node.transfer.to is not None:
        yield ("transfer", "to"), node.transfer.to
    for position, case in enumerate(node.branch.cases if node.branch else ()):
        for condition in ("reachable", "staffed"):
            group = getattr(case, condition)
            if group is not None:
                yield ("branch", "cases", position, condition), group


RULE = Rule(
    name="unknown-staff",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "Transfers go to a group of staff of flows/service.yaml, whose numbers come from the "
        "environment."
    ),
    why="the caller could not be connected",
    fix="name a staff group of flows/service.yaml",
    check=check,
    example=Example("flows/main.yaml", "to: keepers", "to: keeper", 24, 20),
    blocking=True,
)
