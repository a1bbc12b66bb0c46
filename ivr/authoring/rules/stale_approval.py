"""stale-approval: a text was approved 24 months ago or more."""

from collections.abc import Iterator

from ivr.authoring.approvals import MOST_MONTHS, Standing
from ivr.authoring.examined import Examined
from ivr.authoring.governance import signed
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each approval that has grown old, where its day is written."""
    for wording, last in signed(book, Standing.STALE):
        yield rule.problem(
            book.manuscript.sources["prompts/approvals.yaml"],
            (wording.id, "day"),
            f'"{wording.id}" was approved on {last.day}; {MOST_MONTHS} months is the most',
            fix=f'let a clinician read it again: ivr approve {wording.id} --by "Name, role"',
        )


RULE = Rule(
    name="stale-approval",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "Medicine moves on under words that stay. An approval is renewed before two years are "
        "over, as sources are looked at again. Checked with --release only."
    ),
    why="a caller could hear what was right when it was approved, and no longer is",
    fix='let a clinician read it again: ivr approve ID --by "Name, role"',
    check=check,
    example=Example(
        "prompts/approvals.yaml",
        "",
        """\
en/animals.cats:
  hash: "91cf17489a3f1875"
  by: Ana Ruiz
  role: veterinary nurse
  day: "2024-11-01"
  words: []
""",
        5,
        8,
    ),
)
