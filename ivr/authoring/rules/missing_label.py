"""missing-label: a node is offered by a menu and has no label."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the label of everything that is offered."""
    for language, words in book.manuscript.words.items():
        for full in book.nodes:
            flow, _, name = full.partition(".")
            prompt = words.prompts.get(flow, {}).get(name)
            if full in book.offered and prompt is not None and prompt.label is None:
                source = book.manuscript.sources[f"prompts/{language}/{flow}.yaml"]
                yield rule.problem(source, (name,), f'"{name}" has no label')


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
