"""unapproved: nobody has approved a text."""

from collections.abc import Iterator

from ivr.authoring.approvals import Standing, approval_of
from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.wordings import wordings


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the words of each text with what was approved."""
    for wording in wordings(book.manuscript):
        found = approval_of(wording, book.approvals, book.today)
        if found.standing is Standing.UNAPPROVED:
            message = f'nobody has approved "{wording.id}"'
        elif found.standing is Standing.LAPSED and found.last is not None:
            message = f'"{wording.id}" has changed since {found.last.by} approved it'
        elif found.standing is Standing.STALE and found.last is not None:
            message = f'"{wording.id}" was approved on {found.last.day}, which is long ago'
        else:
            continue
        yield rule.problem(wording.source, wording.route, message)


RULE = Rule(
    name="unapproved",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "Words that callers rely on are approved by somebody fit to, and "
        "prompts/approvals.yaml records who and when. An approval is bound to the words: when "
        "they change, it lapses. Checked with --release only."
    ),
    why="callers would hear words that nobody answers for",
    fix="let a clinician read the text and record the approval",
    check=check,
    example=Example("prompts/en/animals.yaml", "dogs:", "dogs:", 3, 1),
)
