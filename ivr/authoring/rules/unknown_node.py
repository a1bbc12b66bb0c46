"""unknown-node: something leads to a node that is not there."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look every reference up."""
    known = set(book.names)
    for reference in book.references:
        flow = reference.full.partition(".")[0]
        unusable = f"flows/{flow}.yaml" in book.manuscript.sources
        if reference.full in known or (unusable and flow not in book.manuscript.flows):
            continue
        names = book.names
        if "." not in reference.written and flow in book.manuscript.flows:
            own = [name for name in book.names if name.startswith(f"{flow}.")]
            names = [name.partition(".")[2] for name in own]
        yield rule.problem(
            reference.source,
            reference.route,
            f'{reference.role} leads to "{reference.written}", which is not a node',
            fix=nearest(reference.written, names, "nodes"),
        )


RULE = Rule(
    name="unknown-node",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "A key or a `then` names a node of the same flow (dogs) or of another (animals.dogs). "
        "The nearest name is suggested."
    ),
    why="a caller who comes here would hear an apology and be sent back to the main menu",
    fix="name a node that is there",
    check=check,
    example=Example("flows/main.yaml", "2: found, 3", "2: fuond, 3", 10, 32),
    blocking=True,
)
