"""long-text: a text to a telephone takes too many messages."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.segments import EACH, WIDE_EACH, is_wide, segments
from ivr.authoring.texting import named_body, plain_body
from ivr.dialogue.nodes import Read

MOST: Final = 3
"""Messages of one text."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Count the messages of the texts of each reading, with the template around them."""
    for language, vocabulary in book.vocabularies.items():
        own = book.manuscript.words[language].service
        for node in book.nodes.values():
            prompt = vocabulary.prompt(node.id)
            if own is None or prompt is None or not isinstance(node, Read):
                continue
            for body in (
                make(vocabulary, own.templates, prompt) for make in (named_body, plain_body)
            ):
                if (count := segments(body)) > MOST:
                    source, route = book.in_words(node.id, language)
                    yield rule.problem(
                        source,
                        (*route, "text" if prompt.text else "say"),
                        f"the text that is sent of this takes {count} messages with the template "
                        f"around it; {MOST} is the most",
                        fix=_fix(body),
                    )
                    break


def _fix(body: str) -> str:
    if is_wide(body):
        wide = sorted({letter for letter in body if is_wide(letter)})
        return (
            f"write one thought in fewer words: a message holds {WIDE_EACH} letters, since these "
            f"are in it: {' '.join(wide)}; without them it holds {EACH}"
        )
    return f"write one thought in fewer words under `text`: a message holds {EACH} letters"


RULE = Rule(
    name="long-text",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A network sends a long text as several messages. Each is paid for, some telephones show "
        "each alone, and whoever reads them wants one thought. A message of several holds 153 "
        "letters, and 67 as soon as one letter is not in the alphabet of text messages: é, ñ and "
        "ü are, á, í, ó and ú are not."
    ),
    why="a caller would be sent a text in pieces, and might read only one of them",
    fix="write one thought in fewer words under `text`",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "  phrases: [adopt a cat]",
        f'  text: "{"Come and sit with a cat. " * 20}"\n  phrases: [adopt a cat]',
        16,
        9,
    ),
)
