"""missing-source: a text that is read rests on no source."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape
from ivr.dialogue.nodes import Read


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the sources of every text that is read."""
    for language, words in book.manuscript.words.items():
        for node in book.nodes.values():
            flow, _, name = node.id.partition(".")
            prompt = words.prompts.get(flow, {}).get(name)
            if isinstance(node, Read) and prompt is not None and not prompt.sources:
                source = book.manuscript.sources[f"prompts/{language}/{flow}.yaml"]
                at = source.missing((name,), "sources", list(PromptShape.model_fields))
                yield rule.problem(source, (name,), f'"{name}" names no source', at=at)


RULE = Rule(
    name="missing-source",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "What is read to callers are facts, and a fact has a source: prompts/sources.yaml "
        "lists them, and each text names its own."
    ),
    why="nobody could check what a caller is told",
    fix='write "sources:" and the ids of prompts/sources.yaml',
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "ten to four. You need no ticket.\n  sources: [shelter-handbook]\n",
        "ten to four. You need no ticket.\n",
        35,
        5,
    ),
)
