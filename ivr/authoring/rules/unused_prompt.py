"""unused-prompt: words stand under a name that no node has."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.book import Phrase


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the node or the moment of all words."""
    wanted = [phrase.value for phrase in Phrase]
    for language, words in book.manuscript.words.items():
        folder = f"prompts/{language}"
        for flow, prompts in words.prompts.items():
            shape = book.manuscript.flows.get(flow)
            for name in prompts:
                if shape is not None and name not in shape.nodes:
                    yield rule.problem(
                        book.manuscript.sources[f"{folder}/{flow}.yaml"],
                        (name,),
                        f'flow "{flow}" has no node "{name}"',
                        fix=nearest(name, list(shape.nodes), "nodes"),
                    )
        for name in words.service.phrases if words.service else ():
            if name not in wanted:
                yield rule.problem(
                    book.manuscript.sources[f"{folder}/service.yaml"],
                    ("phrases", name),
                    f'the line has no phrase "{name}"',
                    fix=nearest(name, wanted, "phrases"),
                    key=True,
                )


RULE = Rule(
    name="unused-prompt",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Words are found by the name of their node. Words under another name are never "
        "spoken, and most often the name is misspelt."
    ),
    why="nobody would ever hear these words",
    fix="rename or remove them",
    check=check,
    example=Example("prompts/en/animals.yaml", "cats:\n", "kats: {say: Our kats.}\ncats:\n", 14, 1),
    blocking=True,
)
