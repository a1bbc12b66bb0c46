"""long-hint: a phrase is too long for the recogniser."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

LONGEST: Final = 100
"""Characters of a hint (Twilio's Gather)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Measure each phrase."""
    for language, words in book.manuscript.words.items():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                for position, phrase in enumerate(prompt.phrases):
                    if len(phrase) > LONGEST:
                        yield rule.problem(
                            book.manuscript.sources[f"prompts/{language}/{flow}.yaml"],
                            (name, "phrases", position),
                            f"this phrase has {len(phrase)} characters; {LONGEST} is the most",
                        )


RULE = Rule(
    name="long-hint",
    group=Group.ACCESS,
    stage=Stage.SHAPED,
    about=(
        "Phrases are given to Twilio as hints of what callers may say. A hint has at most 100 "
        "characters."
    ),
    why="Twilio would refuse the hints, and understand callers worse",
    fix="write the words that count",
    check=check,
    example=Example(
        "prompts/en/animals.yaml", "[adopt a cat]", "[" + "i want a cat " * 9 + "]", 16, 13
    ),
)
