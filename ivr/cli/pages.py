"""The pages of docs/ that are made from the code; run as a module, this writes them again."""

import textwrap
from pathlib import Path
from typing import Final

from ivr.authoring.rule import Group, Rule
from ivr.authoring.rules import RULES
from ivr.cli.explaining import WIDTH, said_of_example

PAGE: Final = Path("docs/checks.md")
MARK: Final = "<!-- made by `make docs` from ivr/authoring/rules -->"

GROUPS: Final = {
    Group.FILES: "Files",
    Group.STRUCTURE: "Structure",
    Group.WORDS: "Words",
    Group.ACCESS: "Access",
    Group.CALLS: "Calls",
    Group.RELEASE: "Releases (with `--release`)",
}
"""The headings, in the order of the page."""


def rules_page() -> str:
    """Every rule for docs/checks.md, group by group, each with its example."""
    lines = []
    for group in Group:
        lines += ["", f"## {GROUPS[group]}"]
        for rule in RULES.values():
            if rule.group is group:
                lines += ["", *_entry(rule)]
    return "\n".join(lines) + "\n"


def _entry(rule: Rule) -> list[str]:
    weight = "warning" if rule.severity == "warning" else "error"
    stops = "; the line does not start with it" if rule.blocking else ""
    example = said_of_example(rule)
    shown_as = ["```", example, "```"] if example else [f"Why: {rule.why}. Fix: {rule.fix}."]
    about = textwrap.wrap(rule.about, WIDTH, break_on_hyphens=False)
    return [f"### {rule.name}", "", f"*{weight}{stops}*", "", *about, "", *shown_as]


if __name__ == "__main__":
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(f"{written}{MARK}\n{rules_page()}", encoding="utf-8")
