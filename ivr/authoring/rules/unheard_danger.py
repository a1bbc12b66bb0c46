"""unheard-danger: a place says what danger is, and nothing makes the line listen for it."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.listening import danger_nodes
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare who has patterns of danger with who is named in the service file."""
    named = danger_nodes(book.service)
    for node in book.nodes:
        for language in book.service.languages:
            words = book.words_of(node, language)
            if words is None:
                continue
            source, (name, *_) = book.in_words(node, language)
            if node not in named and (words.danger or words.not_danger):
                field = "danger" if words.danger else "not_danger"
                message = f'"{name}" is not named under `listening: danger` in flows/service.yaml'
                yield rule.problem(source, (name, field), message)
            elif node in named and not words.danger:
                message = f'"{name}" answers danger, and has no `danger` in "{language}"'
                yield rule.problem(source, (name,), message, key=True)


RULE = Rule(
    name="unheard-danger",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "The line listens for danger where flows/service.yaml names a node under "
        "`listening: danger`, for the patterns that stand at its words in each language. One "
        "without the other is not heard."
    ),
    why="a caller in danger would be led through menus",
    fix="name the node under `listening: danger`, and write patterns at its words in each language",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "phrases: [adopt a cat]",
        "danger: [cat bite]\n  phrases: [adopt a cat]",
        16,
        3,
    ),
)
