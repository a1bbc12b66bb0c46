"""long-say: a text is too long to be spoken at once."""

from collections.abc import Iterator

from ivr.authoring.examined import LONGEST_SAY, Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Measure each text."""
    for text in book.texts:
        if len(text.text) > LONGEST_SAY:
            message = f"this text has {len(text.text):,} characters; {LONGEST_SAY:,} is the most"
            yield rule.problem(text.source, text.route, message)


RULE = Rule(
    name="long-say",
    group=Group.ACCESS,
    stage=Stage.SHAPED,
    about=(
        "Twilio's voices take 3,000 characters at a time. A text of a word count that is "
        "right can still be longer, when something was pasted into it."
    ),
    why="a caller would hear the text cut, or nothing",
    fix="split the text, or remove what was pasted into it",
    check=check,
    example=Example(
        "prompts/en/main.yaml", "Thank you for calling. Goodbye.", "Goodbye" + "e" * 3_000, 46, 8
    ),
)
