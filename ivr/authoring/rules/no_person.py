"""no-person: the key for a person leads to nobody."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.exploration.counterexample import problems_of
from ivr.authoring.exploration.findings import Promise
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report the shortest call in which asking for a person helps nobody."""
    yield from problems_of(
        rule, book, Promise.PERSON, 'the key for a person leads to nobody from "{node}"', "person"
    )


RULE = Rule(
    name="no-person",
    group=Group.CALLS,
    stage=Stage.CALLED,
    about=(
        "From every state of every call, the key for a person has to call somebody or to read "
        "a telephone number in the same breath."
    ),
    why="a caller who needs a person would not get one",
    fix="let `person` lead to a transfer, or to a text with a {number:…} in its first part",
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "You can call {name:shelter} at {number:shelter},\n    and leave a message.",
        "You can call us again later.",
        6,
        9,
        reported_in="flows/service.yaml",
    ),
)
