"""unapproved: nobody has approved a text."""

from collections.abc import Iterator

from ivr.authoring.approvals import hash_of
from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the hash of each text with what was approved."""
    for language, words in book.manuscript.words.items():
        for flow, prompts in words.prompts.items():
            source = book.manuscript.sources[f"prompts/{language}/{flow}.yaml"]
            for name, prompt in prompts.items():
                approval = book.approvals.get(f"{language}/{flow}.{name}")
                if approval is None:
                    yield rule.problem(source, (name,), f'nobody has approved "{name}"')
                elif approval.hash != hash_of(prompt):
                    message = f'"{name}" has changed since {approval.by} approved it'
                    yield rule.problem(source, (name,), message)


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
