"""alike-labels: two options of a menu sound alike."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.offers import label_place, offers
from ivr.authoring.problems import Problem
from ivr.authoring.pronunciation import likeness
from ivr.authoring.rule import Example, Group, Rule, Stage

TOO_ALIKE: Final = 0.75
"""Share of sounds that two labels have in common, in order; our own judgement."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the sounds of the labels of each menu and each offer."""
    for offer in offers(book):
        for (key, _, label), (other, target, second) in combinations(offer.options, 2):
            if label.lower() == second.lower():
                continue
            if likeness(label, second, offer.language) >= TOO_ALIKE:
                yield rule.problem(
                    *label_place(book, offer.language, target),
                    f'"{second}" (key {other}) sounds like "{label}" (key {key}) in "{offer.node}"',
                )


RULE = Rule(
    name="alike-labels",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "On a bad line, and for a caller who hears badly, words that differ in one sound are "
        "the same word. In English sounds are compared, in other languages letters."
    ),
    why="a caller on a bad line could not tell which key to press",
    fix="choose words that sound different",
    check=check,
    example=Example("prompts/en/animals.yaml", "label: dogs", "label: bats", 15, 10),
    severity="warning",
)
