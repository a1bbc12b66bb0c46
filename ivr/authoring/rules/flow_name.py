"""flow-name: a flow has another name than its file."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare each flow's name with its file's."""
    for stem, flow in book.manuscript.flows.items():
        if flow.flow != stem:
            yield rule.problem(
                book.manuscript.sources[f"flows/{stem}.yaml"],
                ("flow",),
                f'flow "{flow.flow}" stands in a file named "{stem}.yaml"',
                fix=f'write "flow: {stem}", or rename the file',
            )


RULE = Rule(
    name="flow-name",
    group=Group.STRUCTURE,
    stage=Stage.READ,
    about=(
        "A flow is found by the name of its file, and its nodes are called flow.node. So both "
        "have the same name."
    ),
    why="other flows would not find its nodes",
    fix="give both the same name",
    check=check,
    example=Example("flows/main.yaml", "flow: main ", "flow: mian ", 3, 7),
    blocking=True,
)
