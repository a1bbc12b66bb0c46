"""mark-in-label: a label holds a mark."""

from collections.abc import Iterator

from ivr.authoring.examined import BRACES, Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for braces in labels and in the names of lines."""
    for text in book.texts:
        if text.kind in (Kind.LABEL, Kind.LINE_NAME) and not BRACES.isdisjoint(text.text):
            yield rule.problem(text.source, text.route, f"a {text.kind} holds a mark")


RULE = Rule(
    name="mark-in-label",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=("Labels and the names of lines are put into other texts, so they are plain words."),
    why="a caller would hear the braces",
    fix="write plain words",
    check=check,
    example=Example("prompts/en/animals.yaml", "label: dogs", 'label: "dogs {pause}"', 8, 10),
    blocking=True,
)
