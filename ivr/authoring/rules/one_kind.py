"""one-kind: a node has no kind, or more than one."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.linking import kinds_of
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import KINDS


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the kinds of each node."""
    for flow, shape in book.manuscript.flows.items():
        for name, node in shape.nodes.items():
            kinds = kinds_of(node)
            if len(kinds) != 1:
                had = f"has {len(kinds)} kinds: {quoted(kinds)}" if kinds else "has no kind"
                source = book.manuscript.sources[f"flows/{flow}.yaml"]
                yield rule.problem(source, ("nodes", name), f'node "{name}" {had}')


RULE = Rule(
    name="one-kind",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=("A node does exactly one thing: it is a menu, or a read, or one of the others."),
    why="the line could not know what to do here",
    fix=f"give it exactly one of {quoted(list(KINDS))}",
    check=check,
    example=Example(
        "flows/main.yaml",
        "  goodbye: # says its words and ends the call\n",
        "  goodbye:\n    read: {}\n",
        27,
        3,
    ),
    blocking=True,
)
