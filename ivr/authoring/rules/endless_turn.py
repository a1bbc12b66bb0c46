"""endless-turn: nodes lead in a circle without ever waiting for the caller."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.arriving import LONGEST_PATH, WAITING
from ivr.dialogue.nodes import Goodbye, Node, Text, targets

SHOWN: Final = 6
"""Nodes of a circle that a message names."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Follow each node until the line waits, and report what leads into a circle, once each."""
    reported = set()
    for node in book.nodes.values():
        path = _unwaiting_path(node.id, book.nodes)
        if len(path) <= LONGEST_PATH and path.count(path[-1]) == 1:
            continue
        origin, target = path[-2], path[-1]
        if (origin, target) in reported:
            continue
        reported.add((origin, target))
        flow, _, name = origin.partition(".")
        source = book.manuscript.sources[f"flows/{flow}.yaml"]
        route = next(
            reference.route
            for reference in book.references
            if reference.source is source and reference.full == target and name in reference.route
        )
        shown = " → ".join(path[-SHOWN:])
        yield rule.problem(
            source,
            route,
            f'from "{name}" the line never comes to wait for the caller',
            why=f"{rule.why}: {shown}",
        )


def _unwaiting_path(start: str, nodes: Mapping[str, Node]) -> list[str]:
    """The longest chain of nodes passed in one turn; its last name repeats if it is a circle."""
    longest: list[str] = [start]
    stack = [[start]]
    while stack:
        path = stack.pop()
        longest = max(longest, path, key=len)
        node = nodes.get(path[-1])
        waits = isinstance(node, (*WAITING, Goodbye)) and not isinstance(node, Text)
        if node is None or waits:
            continue
        for target in targets(node):
            if target in path or len(path) > LONGEST_PATH:
                return [*path, target]
            stack.append([*path, target])
    return longest


RULE = Rule(
    name="endless-turn",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "Says, branches and transfers lead on by themselves. A chain of them has to come to a "
        "menu, a reading or a goodbye, within 32 nodes."
    ),
    why="the caller would hear the same words again and again, or nothing",
    fix="let one of these nodes lead to a menu, a reading or a goodbye",
    check=check,
    example=Example(
        "flows/main.yaml", "      otherwise: numbers\n", "      otherwise: person\n", 22, 18
    ),
    blocking=True,
)
