"""unknown-line: a text names a telephone line that is not in the directory."""

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
            fix = nearest(error.mark, error.known, "lines")
            at = text.source.within(text.route, error.written)
            yield rule.problem(text.source, text.route, message, fix=fix, at=at)
    yield from _names(rule, book)


def _names(rule: Rule, book: Examined) -> Iterator[Problem]:
    directory = book.manuscript.directory
    for language, words in book.manuscript.words.items():
        for name in words.line_names or ():
            if directory is not None and name not in directory:
                yield rule.problem(
                    book.manuscript.sources[f"prompts/{language}/lines.yaml"],
                    (name,),
                    f'line "{name}" is not in the directory',
                    why="nobody would ever hear this name",
                    fix=nearest(name, list(directory), "lines"),
                    key=True,
                )


RULE = Rule(
    name="unknown-line",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "The lines that texts may name stand in prompts/directory.yaml, and their spoken "
        "names in prompts/<language>/lines.yaml."
    ),
    why="a caller would not hear the number",
    fix="use one that is there",
    check=check,
    example=Example("prompts/en/main.yaml", "at {number:talk}", "at {number:tlak}", 29, 79),
    blocking=True,
)
