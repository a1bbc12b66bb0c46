"""not-dialled: nobody has dialled a number for 90 days."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

MOST_DAYS: Final = 90
"""Days after which a number is dialled again."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the day on which each number was dialled with today."""
    for name, line in (book.manuscript.directory or {}).items():
        source = book.manuscript.sources["prompts/directory.yaml"]
        if line.last_dialled is None:
            yield rule.problem(source, (name,), f'nobody has dialled "{name}" yet')
            continue
        days = (book.today - date.fromisoformat(line.last_dialled)).days
        if days > MOST_DAYS:
            message = f'"{name}" was dialled {days} days ago; {MOST_DAYS} is the most'
            yield rule.problem(source, (name, "last_dialled"), message)


RULE = Rule(
    name="not-dialled",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "Telephone numbers change owners. Somebody dials each number of "
        "prompts/directory.yaml at least every 90 days and writes the day down. Checked with "
        "--release only."
    ),
    why="a caller could be sent to a number that is gone, or somebody else's",
    fix='dial it, and write the day as last_dialled: "YYYY-MM-DD"',
    check=check,
    example=Example(
        "prompts/directory.yaml",
        "confidence: high\n",
        'confidence: high\n  last_dialled: "2026-01-01"\n',
        9,
        17,
    ),
)
