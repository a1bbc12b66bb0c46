"""stale-source: nobody has looked at a source for 24 months."""

from collections.abc import Iterator
from datetime import date

from ivr.authoring.approvals import MOST_MONTHS, months_since
from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the day on which each source was looked at with today."""
    for name, fact in (book.manuscript.facts or {}).items():
        months = months_since(date.fromisoformat(fact.looked_at), book.today)
        if months >= MOST_MONTHS:
            yield rule.problem(
                book.manuscript.sources["prompts/sources.yaml"],
                (name, "looked_at"),
                f'source "{name}" was looked at {months} months ago; {MOST_MONTHS} is the most',
            )


RULE = Rule(
    name="stale-source",
    group=Group.RELEASE,
    stage=Stage.RELEASE,
    about=(
        "Medicine moves on. Each source is looked at again before two years are over. Checked "
        "with --release only."
    ),
    why="a caller could hear what is no longer true",
    fix="look whether the source still says so, and write the day as `looked_at`",
    check=check,
    example=Example(
        "prompts/sources.yaml", 'looked_at: "2026-11-23"', 'looked_at: "2024-11-23"', 7, 14
    ),
)
