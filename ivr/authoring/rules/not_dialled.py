"""not-dialled: nobody has dialled a number for 90 days."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.governance import MOST_DAYS, undialled
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each number that is to be dialled."""
    for found in undialled(book):
        source = book.manuscript.sources["prompts/directory.yaml"]
        if found.days is None:
            yield rule.problem(source, (found.id,), f'nobody has dialled "{found.id}" yet')
        elif found.days < 0:
            message = f'"{found.id}" was dialled on {found.line.last_dialled}, a day to come'
            yield rule.problem(source, (found.id, "last_dialled"), message)
        else:
            message = f'"{found.id}" was dialled {found.days} days ago; {MOST_DAYS} is the most'
            yield rule.problem(source, (found.id, "last_dialled"), message)


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
