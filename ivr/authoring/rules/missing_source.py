"""missing-source: a text that is read rests on no source."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape
from ivr.dialogue.nodes import Read


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the sources of every text that is read."""
    for language in book.manuscript.words:
        for node in book.nodes.values():
            words = book.words_of(node.id, language)
            if isinstance(node, Read) and words is not None and not words.sources:
                source, route = book.in_words(node.id, language)
                at = source.missing(route, "sources", list(PromptShape.model_fields))
                yield rule.problem(source, route, f'"{route[0]}" names no source', at=at)


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
