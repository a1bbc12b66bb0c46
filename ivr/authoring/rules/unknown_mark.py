"""unknown-mark: a text holds a mark that there is not."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each mark of this kind that can't be spoken."""
    for text, error in book.mark_errors:
        if error.rule == rule.name:
            message = f'"{error.mark}" can\'t be {"sent" if text.kind is Kind.SENT else "spoken"}'
            fix = nearest(error.mark, error.known, "marks")
            at = text.source.within(text.route, error.written)
            yield rule.problem(text.source, text.route, message, fix=fix, at=at)


RULE = Rule(
    name="unknown-mark",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Marks in braces are filled in when a text is spoken: {pause}, {name:line}, "
        "{number:line}, {key:command}."
    ),
    why="a caller would hear the braces, or nothing",
    fix="use one that is there",
    check=check,
    example=Example(
        "prompts/en/main.yaml", "Stay close to your pet", "{paws} Stay close to your pet", 26, 50
    ),
    blocking=True,
)
