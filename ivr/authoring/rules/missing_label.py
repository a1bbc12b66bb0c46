"""missing-label: a node is offered by a menu and has no label."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the label of everything that is offered."""
    for language in book.manuscript.words:
        for node in book.nodes:
            words = book.words_of(node, language)
            if node in book.offered and words is not None and words.label is None:
                name = node.partition(".")[2]
                yield rule.problem(*book.in_words(node, language), f'"{name}" has no label')


RULE = Rule(
    name="missing-label",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Menus are spoken from the labels of what they lead to, so everything that is offered "
        "has one."
    ),
    why="a menu could not offer it",
    fix='write "label:" and a few words',
    check=check,
    example=Example("prompts/en/animals.yaml", "  label: dogs\n", "", 7, 1),
    blocking=True,
)
