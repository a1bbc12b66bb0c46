"""no-words: a text has nothing that a voice could say."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage

SPOKEN: Final = re.compile(r"\w")


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for a letter, a digit or a spoken mark in each text."""
    for text in book.texts:
        if not SPOKEN.search(text.text.replace("{pause}", "")):
            yield rule.problem(text.source, text.route, "nothing of this can be said")


RULE = Rule(
    name="no-words",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=("A text of dots, dashes or pauses alone is silence."),
    why="a caller would hear silence, and think that the call was lost",
    fix="write words",
    check=check,
    example=Example(
        "prompts/en/main.yaml", "say: Thank you for calling. Goodbye.", 'say: "{pause} ..."', 46, 8
    ),
)
