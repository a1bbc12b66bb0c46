"""unknown-hours: a text tells the hours of a line that nobody knows."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.hours import times_of
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each mark of hours that can't be spoken."""
    for text, error in book.mark_errors:
        if error.rule != rule.name:
            continue
        words = book.manuscript.words[text.language].service
        locale = book.service.languages[text.language].locale
        if words is not None and words.hours is None:
            message = f"prompts/{text.language}/service.yaml has no words for hours"
            fix = 'add "hours:" there, with what is said while a line is open and closed'
        elif times_of(locale) is None:
            message = f'nobody knows how times of day are said in "{locale}"'
            fix = "leave the mark out in this language, or write the hours in words"
        else:
            message = f'the hours of "{error.mark}" are not known'
            fix = f'add "hours:" to "{error.mark}" in prompts/directory.yaml if they are sure, or '
            fix += nearest(error.mark, error.known, "lines with hours")
        at = text.source.within(text.route, error.written)
        yield rule.problem(text.source, text.route, message, fix=fix, at=at)


RULE = Rule(
    name="unknown-hours",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "{hours:line} says whether a telephone line answers now. That takes its `hours` in "
        "prompts/directory.yaml, which stand there only where they are sure, and the words for it "
        "under `hours` in prompts/<language>/service.yaml."
    ),
    why="a caller would not hear when somebody answers",
    fix="add the hours, or leave the mark out",
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "at {number:talk}.",
        "at {number:talk}. {hours:talk}",
        29,
        94,
    ),
    blocking=True,
)
