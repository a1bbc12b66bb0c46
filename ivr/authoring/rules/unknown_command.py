"""unknown-command: a text names the key of a command that there is not."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each mark of this kind that can't be spoken."""
    for text, error in book.mark_errors:
        if error.rule == rule.name:
            message = f'"{error.mark}" can\'t be spoken'
            fix = nearest(error.mark, error.known, "commands")
            at = text.source.within(text.route, error.written)
            yield rule.problem(text.source, text.route, message, fix=fix, at=at)


RULE = Rule(
    name="unknown-command",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "{key:person} and its like are filled in with the key of that command in "
        "flows/service.yaml, so that a text never names a wrong key."
    ),
    why="a caller would not hear what to press",
    fix="use one that is there",
    check=check,
    example=Example("prompts/en/main.yaml", "press {key:person}", "press {key:people}", 5, 66),
    blocking=True,
)
