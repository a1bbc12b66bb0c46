"""stale-source: nobody has looked at a source for 24 months."""

from collections.abc import Iterator

from ivr.authoring.approvals import MOST_MONTHS
from ivr.authoring.examined import Examined
from ivr.authoring.governance import aged_sources
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each source that is to be looked at."""
    for found in aged_sources(book):
        message = f'source "{found.id}" was looked at {found.months} months ago'
        message += f"; {MOST_MONTHS} is the most"
        if found.months < 0:
            message = f'source "{found.id}" was looked at on {found.fact.looked_at}, a day to come'
        source = book.manuscript.sources["prompts/sources.yaml"]
        yield rule.problem(source, (found.id, "looked_at"), message)


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
