"""key-before-topic: a template names the key before the topic."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind

TEMPLATES: Final = frozenset({"option", "option_next", "option_short"})


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare where the label and the key stand."""
    for text in book.texts:
        if text.kind is not Kind.TEMPLATE or text.route[-1] not in TEMPLATES:
            continue
        label, key = text.text.find("{label}"), text.text.find("{key}")
        if -1 < key < label:
            yield rule.problem(text.source, text.route, "the key is named before the topic")


RULE = Rule(
    name="key-before-topic",
    group=Group.ACCESS,
    stage=Stage.SHAPED,
    about=(
        "Callers listen for their topic, and remember the key that follows. A key that comes "
        "first is forgotten when the topic is heard."
    ),
    why="a caller would hear which key only before knowing what it is for",
    fix="write {label} first, then {key}",
    check=check,
    example=Example(
        "prompts/en/service.yaml", "For {label}, press {key}.", "Press {key} for {label}.", 6, 11
    ),
)
