"""reading-grade: a text is harder than the sixth grade."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.reading_grade import (
    hardest_sentence,
    hardest_words,
    reading_grade,
)
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind

NAME: Final = re.compile(r"\{name:[^{}]*\}")
"""The name of a line is not the writer's to choose, so it counts as one short word."""

TARGET: Final = 6
"""The grade to write for (MedlinePlus; content facts, section 4)."""

CEILING: Final = 8
"""The highest grade that is let pass."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Grade each text of a node, in the languages for which there is a measure."""
    for text in book.speakable:
        if text.kind not in (Kind.PART, Kind.WARNING):
            continue
        spoken = NAME.sub("them", text.text)
        grade = reading_grade(spoken, text.language)
        if grade is None or grade <= TARGET:
            continue
        hardest = quoted(hardest_words(spoken, text.language))
        yield rule.problem(
            text.source,
            text.route,
            f"this text reads at grade {grade:.1f}; {TARGET} is the target, {CEILING} the most",
            at=text.source.within(text.route, hardest_sentence(text.text, text.language)),
            fix=f"make sentences shorter, and look for simpler words than {hardest}",
            severity="error" if grade > CEILING else "warning",
        )


RULE = Rule(
    name="reading-grade",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Most callers follow a text of the sixth grade (about age twelve), and few who are "
        "frightened follow more. Above grade 6 this is a warning, above grade 8 an error. "
        "English is measured by Flesch and Kincaid's formula with the syllables of a real "
        "dictionary; a text of fewer than 12 words is not measured."
    ),
    why="many callers would not follow",
    fix="use shorter sentences and simpler words",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "If you like each other, you can take it home.",
        "Prospective caretakers demonstrate compatibility during supervised appointments.",
        12,
        41,
    ),
    severity="warning",
)
