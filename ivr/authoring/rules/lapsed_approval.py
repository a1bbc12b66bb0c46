"""lapsed-approval: a text has changed since somebody approved it."""

from collections.abc import Iterator

from ivr.authoring.approvals import Standing
from ivr.authoring.differences import in_short, signed_words
from ivr.authoring.examined import Examined
from ivr.authoring.governance import signed
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each text whose words are not the approved ones."""
    for wording, last in signed(book, Standing.LAPSED):
        old = signed_words(last)
        changes = f": {in_short(old, wording.heard)}" if old else ""
        yield rule.problem(
            wording.source,
            wording.route,
            f'"{wording.id}" has changed since {last.by} approved it on {last.day}',
            why=rule.why + changes,
            fix=f'let a clinician read it again: ivr approve {wording.id} --by "Name, role"',
        )


RULE = Rule(
    name="lapsed-approval",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "An approval holds the words that somebody read. When one of them changes, in one "
        "language, the approval of that text in that language lapses, and no other. Layout "
        "changes nothing. Checked with --release only."
    ),
    why="callers would hear words that nobody answers for",
    fix='let a clinician read it again: ivr approve ID --by "Name, role"',
    check=check,
    example=Example(
        "prompts/approvals.yaml",
        "",
        """\
en/animals.cats:
  hash: "4f0c1d2e3a5b6978"
  by: Ana Ruiz
  role: veterinary nurse
  day: "2026-11-01"
  words:
  - what: label
    words: cats
  - what: say
    words: Our cats like a quiet home. Most of them want to live alone. Come and sit with them for
      an hour, and see who comes to you.
""",
        14,
        1,
        "prompts/en/animals.yaml",
    ),
)
