"""unapproved: nobody has approved a text."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.governance import unsigned
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each text without an approval."""
    for wording in unsigned(book):
        message = f'nobody has approved "{wording.id}"'
        fix = f'let a clinician read it: ivr approve {wording.id} --by "Name, role"'
        yield rule.problem(wording.source, wording.route, message, fix=fix)


RULE = Rule(
    name="unapproved",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "Words that callers rely on are approved by somebody fit to, and "
        "prompts/approvals.yaml records who and when (`ivr approve` writes it). Checked with "
        "--release only."
    ),
    why="callers would hear words that nobody answers for",
    fix='let a clinician read it: ivr approve ID --by "Name, role"',
    check=check,
    example=Example("prompts/en/animals.yaml", "dogs:", "dogs:", 3, 1),
)
