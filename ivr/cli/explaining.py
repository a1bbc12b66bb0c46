"""Rules in words: what each is about, a mistake, and what the checker says of it."""

import textwrap
from typing import Final

from ivr.authoring.example import shown
from ivr.authoring.problems import describe
from ivr.authoring.rule import Rule

WIDTH: Final = 100


def explained(rule: Rule) -> str:
    """The rule as a page of text."""
    kind = f"{rule.severity}, {rule.group}"
    lines = [f"{rule.name} ({kind})", "", *textwrap.wrap(rule.about, WIDTH), ""]
    lines += [f"why: {rule.why}", f"fix: {rule.fix}"]
    if rule.blocking:
        lines.append("The line does not start with it.")
    example = said_of_example(rule)
    if example:
        lines += ["", "For example:", "", textwrap.indent(example, "  ")]
    return "\n".join(lines)


def said_of_example(rule: Rule) -> str:
    """What the checker says of the rule's example; nothing for a rule that no book can break."""
    if rule.example is None:
        return ""
    found = shown(rule, rule.example)
    return describe(found.problems[0], found.texts)
