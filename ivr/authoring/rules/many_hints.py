"""many-hints: the options of a menu have more phrases than the recogniser takes."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.offers import offers, phrases_of
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

MOST: Final = 500
"""Hints of one Gather (Twilio)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the phrases of the options of each menu and each offer."""
    for offer in offers(book):
        targets = {target for _, target, _ in offer.options}
        count = sum(len(phrases_of(book, offer.language, target)) for target in targets)
        if count > MOST:
            name = offer.node.partition(".")[2]
            yield rule.problem(
                *book.in_flow(offer.node),
                f'the options of "{name}" have {count} phrases; {MOST} is the most',
            )


RULE = Rule(
    name="many-hints",
    group=Group.ACCESS,
    stage=Stage.SHAPED,
    about=("Twilio takes at most 500 hints at a time."),
    why="Twilio would refuse the hints, and understand callers worse",
    fix="keep the phrases that callers really say",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "[adopt a cat]",
        "[" + ", ".join(f"cat {number}" for number in range(500)) + "]",
        7,
        3,
        reported_in="flows/animals.yaml",
    ),
)
