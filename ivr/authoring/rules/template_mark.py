"""template-mark: a template lacks a mark that it needs."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind

NEEDED: Final = {
    "option": ("label", "key"),
    "option_next": ("label", "key"),
    "option_short": ("label", "key"),
    "after_menu": ("back",),
    "after_menu_short": ("back",),
    "language_offer": ("key",),
    "gate": ("yes", "back"),
    "after_reading": ("repeat", "back"),
    "after_reading_short": ("repeat", "back"),
    "whisper": ("language",),
    "text": ("text",),
    "text_plain": ("text",),
    "at": ("time",),
    "at_one": ("time",),
    "always": (),
    "open": ("time", "zone"),
    "opens_today": ("time", "zone"),
    "opens_tomorrow": ("time", "zone"),
    "opens_on": ("day", "time", "zone"),
}
"""The marks that each template needs, by its name."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the marks of each template."""
    for text in book.texts:
        if text.kind is not Kind.TEMPLATE:
            continue
        name = str(text.route[-1])
        missing = [f"{{{mark}}}" for mark in NEEDED[name] if f"{{{mark}}}" not in text.text]
        if missing:
            yield rule.problem(
                text.source,
                text.route,
                f'template "{name}" has no {quoted(missing)}',
                fix=f"write {quoted(missing)} where it belongs",
            )


RULE = Rule(
    name="template-mark",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Choices are spoken by templates, in which {label} stands for what is offered and "
        "{key} for the key."
    ),
    why="a caller would not hear what to press, or for what",
    fix="write the mark where it belongs",
    check=check,
    example=Example(
        "prompts/en/service.yaml", "For {label}, press {key}.", "For {label}, press 1.", 6, 11
    ),
    blocking=True,
)
