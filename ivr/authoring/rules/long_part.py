"""long-part: a part has too many words."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.marks import count_words
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind

MOST_WORDS: Final = 95
"""Words in a part: 45 seconds for a slow voice (the voice rules' own limit)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the words of each part."""
    for text in book.texts:
        words = count_words(text.text) if text.kind is Kind.PART else 0
        if words > MOST_WORDS:
            message = f"this part has {words} words; {MOST_WORDS} is the most"
            yield rule.problem(text.source, text.route, message)


RULE = Rule(
    name="long-part",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A listener can't look back. After 95 words, which take 45 seconds in a slow voice, "
        "there has to be a break at which callers can repeat, skip or stop."
    ),
    why="a caller would have to listen for more than 45 seconds without a break",
    fix="split it into two parts, each after a dash",
    check=check,
    example=Example(
        "prompts/en/main.yaml", "Thank you for calling. Goodbye.", "Bye now. " * 48, 46, 8
    ),
)
