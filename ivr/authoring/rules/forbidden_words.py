"""forbidden-words: a text tells a caller's future, a dose, or what to do with a medicine."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.forbidden import FORBIDDEN
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for what this line never says, in each language for which it is known."""
    for text in book.speakable:
        for what, pattern in FORBIDDEN.get(text.language, ()):
            found = pattern.search(" ".join(text.text.split()))
            if found:
                message = f'"{found.group().strip()}" is {what}, which this line never gives'
                at = text.source.within(text.route, found.group().strip())
                yield rule.problem(text.source, text.route, message, at=at)


RULE = Rule(
    name="forbidden-words",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "This line gives no survival figures, no doses and no advice about one person: no "
        "recording can know who is listening. It says what is known, and sends to the doctor "
        "or nurse."
    ),
    why="a caller could take it for a promise, a sentence, or a doctor's order",
    fix="say what is known in words without figures, and send to the doctor or nurse",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "Come and sit with them for an hour",
        "You should stop taking your pills and sit with them for an hour",
        19,
        5,
    ),
)
