"""stray-file: a file lies in the book that nothing reads."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import language_of
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.yaml_source import YamlSource

SHALLOW: Final = 2
"""Parts of the name of a file that stands in ``prompts/`` itself."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each file that nothing reads, and the likeliest reason."""
    for name in book.manuscript.strays:
        if language_of(name, book.service) is not None:
            continue
        yield rule.problem(
            YamlSource(name), (), f'nothing reads "{name}"', fix=_fix(name, book), why=rule.why
        )


def _fix(name: str, book: Examined) -> str:
    path = PurePosixPath(name)
    if path.suffix != ".yaml":
        return f'rename it to "{path.stem}.yaml"'
    if path.parts[0] == "prompts" and len(path.parts) > SHALLOW:
        return nearest(path.stem, list(book.manuscript.flows), "flows")
    return f'move "{path.name}" to where it is read, or remove it'


RULE = Rule(
    name="stray-file",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "Flows are read from flows/, and words from prompts/<language>/ under the name of a "
        "flow. A file with another ending, of a flow that there is not, or in a language that "
        "the line does not speak, is read by nobody."
    ),
    why="nobody would ever hear these words",
    fix="rename it, move it, or remove it",
    check=check,
    example=Example("prompts/en/mian.yaml", "", "menu: {label: a menu}\n", 1, 1),
)
