"""reading-grade: a text is harder than the sixth grade."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.readability import (
    SCALES,
    hardest_sentence,
    hardest_words,
    reading,
    without_names,
)
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Grade each text of a node, in the languages for which there is a measure."""
    for text in book.speakable:
        if text.kind not in (Kind.PART, Kind.WARNING, Kind.SENT):
            continue
        spoken = without_names(text.text)
        value, scale = reading(spoken, text.language), SCALES.get(text.language)
        if value is None or scale is None or not scale.misses(value, scale.target):
            continue
        hardest = quoted(hardest_words(spoken, text.language))
        yield rule.problem(
            text.source,
            text.route,
            f"this text reads at {scale.name} {value:.1f}; {scale.target:g} is the target, "
            f"{scale.limit:g} the {'least' if scale.rising else 'most'}",
            at=text.source.within(text.route, hardest_sentence(text.text, text.language)),
            fix=f"make sentences shorter, and look for simpler words than {hardest}",
            severity="error" if scale.misses(value, scale.limit) else "warning",
        )


RULE = Rule(
    name="reading-grade",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Most callers follow a text of the sixth grade (about age twelve), and few who are "
        "frightened follow more. Above grade 6 this is a warning, above grade 8 an error. "
        "English is measured by Flesch and Kincaid's formula with the syllables of a real "
        "dictionary. Spanish is measured on the scale INFLESZ, where higher is easier: below 65 "
        "this is a warning, below 55 an error. A text of fewer than 12 words is not measured."
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
