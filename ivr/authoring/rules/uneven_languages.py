"""uneven-languages: a text is not the same in every language."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape
from ivr.dialogue.wording import Digits, Hours

LEFT_OUT: Final = "a caller in this language would not be told whom to call"


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the words of each node with those of the first language."""
    first, *others = book.service.languages
    for node in book.nodes:
        model = book.words_of(node, first)
        for language in others:
            words = book.words_of(node, language)
            if model is not None and words is not None:
                yield from _compared(rule, book, node, (first, model), (language, words))


def _compared(
    rule: Rule,
    book: Examined,
    node: str,
    model: tuple[str, PromptShape],
    other: tuple[str, PromptShape],
) -> Iterator[Problem]:
    (first, model_words), (language, words) = model, other
    at = book.in_words(node, language)
    name = node.partition(".")[2]
    here, there = len(words.say), len(model_words.say)
    if here != there:
        yield rule.problem(
            at[0],
            (name, "say"),
            f'"{name}" has {_counted(here)} in "{language}", and {there} in "{first}"',
        )
        return
    told, expected = _lines(book, language, words), _lines(book, first, model_words)
    for message, lines in (("says nothing of", expected - told), ("also names", told - expected)):
        if lines:
            missing = quoted(sorted(lines))
            fix = f"let both languages name the same lines: {quoted(sorted(told | expected))}"
            text = f'"{name}" {message} {missing}, unlike in "{first}"'
            yield rule.problem(at[0], at[1], text, why=LEFT_OUT, fix=fix)


def _counted(parts: int) -> str:
    return f"{parts} part{'s' * (parts != 1)}"


def _lines(book: Examined, language: str, words: PromptShape) -> set[str]:
    """The marks of numbers and hours in a text, as they are written."""
    vocabulary = book.vocabularies[language]
    directory = book.manuscript.directory or {}
    groups = {tuple(line.number.split("-")): name for name, line in directory.items()}
    found = set()
    for text in words.say:
        for piece in vocabulary.pieces(text):
            if isinstance(piece, Digits):
                found.add(f"{{number:{groups[piece.groups]}}}")
            elif isinstance(piece, Hours):
                found.add(f"{{hours:{piece.line}}}")
    return found


RULE = Rule(
    name="uneven-languages",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A caller may change the language in the middle of a text and keeps the place, so a text "
        "has the same parts in every language, and names the same telephone numbers."
    ),
    why="a caller who changes the language would land in another place of the text",
    fix="divide the text into the same parts, each after a dash",
    check=check,
    example=Example(
        "prompts/fr/main.yaml",
        "    - >-\n      Then call {name:shelter}",
        "      Then call {name:shelter}",
        12,
        3,
        twin="fr",
    ),
)
