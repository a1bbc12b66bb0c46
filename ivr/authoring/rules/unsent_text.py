"""unsent-text: words of a text to a telephone stand where none is ever sent."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.listening import danger_nodes
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind
from ivr.dialogue.nodes import Read


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look at the node of each text to a telephone."""
    danger = danger_nodes(book.service)
    for text in book.texts:
        node = book.nodes.get(text.node)
        if text.kind is not Kind.SENT or node is None:
            continue
        if not isinstance(node, Read):
            message = f'"{text.node}" is no reading, so its text is never sent'
            yield rule.problem(text.source, text.route, message, key=True)
        elif node.id in danger:
            message = f'"{text.node}" answers danger, so no text is sent of it'
            yield rule.problem(text.source, text.route, message, key=True)


RULE = Rule(
    name="unsent-text",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A text to a telephone is what a reading says, in short. Nobody asks for one of a menu, "
        "and none is offered to callers in danger: they shall do what they hear, and not wait."
    ),
    why="nobody would ever be sent these words",
    fix="remove them, or write them at the reading that they belong to",
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "  label: the main menu",
        "  text: We have cats and dogs.\n  label: the main menu",
        7,
        3,
    ),
)
