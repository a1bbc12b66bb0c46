"""unused-language: words stand there in a language that the line does not speak."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import language_of
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each folder of words whose language flows/service.yaml does not name."""
    strays = [language_of(name, book.service) for name in book.manuscript.strays]
    for language in sorted({language for language in strays if language is not None}):
        yield rule.problem(
            book.manuscript.sources["flows/service.yaml"],
            ("languages",),
            f"the words in prompts/{language} are in a language that the line does not speak",
            fix=f'add "{language}:" to the languages, or remove the folder prompts/{language}',
        )


RULE = Rule(
    name="unused-language",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "Each folder in prompts/ holds the words of one language, and flows/service.yaml names "
        "the languages that the line speaks, the first one first."
    ),
    why="nobody would ever hear these words",
    fix="add the language to flows/service.yaml, or remove its folder",
    check=check,
    example=Example("prompts/fr/main.yaml", "", "x: y\n", 9, 1, reported_in="flows/service.yaml"),
)
