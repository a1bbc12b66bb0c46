"""same-label: two options of a menu have the same label."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.offers import label_place, offers
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the labels of each menu and each offer."""
    for offer in offers(book):
        first: dict[str, str] = {}
        for key, target, label in offer.options:
            folded = " ".join(label.lower().split())
            if folded in first:
                other = first[folded]
                yield rule.problem(
                    *label_place(book, offer.language, target),
                    f'keys "{other}" and "{key}" of "{offer.node}" are both called "{label}"',
                )
            first.setdefault(folded, key)


RULE = Rule(
    name="same-label",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=("Callers choose by what they hear. Two options of one name can't be told apart."),
    why="a caller could not tell which key to press",
    fix="give one of them another label",
    check=check,
    example=Example("prompts/en/animals.yaml", "label: cats", "label: dogs", 15, 10),
)
