"""The pages of docs/ that are made from the code; run as a module, this writes them again."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY, STARTER
from ivr.authoring.problems import describe
from ivr.authoring.rule import Group, Rule
from ivr.authoring.rules import RULES
from ivr.cli.explaining import WIDTH, said_of_example
from ivr.cli.reporting import summary

PAGE: Final = Path("docs/checks.md")
TRIAL: Final = Path("docs/trial.yaml")
MARK: Final = "<!-- made by `make docs` from docs/trial.yaml and ivr/authoring/rules -->"

GROUPS: Final = {
    Group.FILES: "Files",
    Group.STRUCTURE: "Structure",
    Group.WORDS: "Words",
    Group.ACCESS: "Access",
    Group.CALLS: "Calls",
    Group.RELEASE: "Releases (with `--release`)",
}
"""The headings, in the order of the page."""


def made_page() -> str:
    """What follows MARK in docs/checks.md: the trial of a new editor, and every rule."""
    trial = yaml.safe_load(TRIAL.read_text(encoding="utf-8"))
    return "\n".join(["", "## A first hour", "", *_trial(trial), *_rules()]) + "\n"


def _trial(steps: list[dict[str, Any]]) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        book = Path(folder) / "shelter"
        copytree(STARTER, book)
        yield "Ana has never seen this. She makes a book, and checks it."
        yield from _console(book, "ivr new shelter")
        for step in steps:
            yield from ["", *textwrap.wrap(step["says"], WIDTH, break_on_hyphens=False), ""]
            for change in filter(None, (step, step.get("also"))):
                path = book / change["file"]
                text = path.read_text(encoding="utf-8")
                if change["old"] not in text:
                    raise LookupError(change["old"])
                path.write_text(text.replace(change["old"], change["new"], 1), encoding="utf-8")
            yield from _console(book)


def _console(book: Path, *before: str) -> Iterator[str]:
    found = check(book, EXAMPLE_DAY)
    yield from ["", "```console"] if before else ["```console"]
    yield from (f"$ {command}" for command in before)
    yield "$ ivr check shelter"
    for problem in found.problems:
        yield from (describe(problem, found.texts), "")
    yield from summary(found)
    yield "```"


def _rules() -> Iterator[str]:
    for group in Group:
        yield from ("", f"## {GROUPS[group]}")
        for rule in RULES.values():
            if rule.group is group:
                yield from ("", *_entry(rule))


def _entry(rule: Rule) -> list[str]:
    stops = "; the line does not start with it" if rule.blocking else ""
    example = said_of_example(rule)
    shown_as = ["```", example, "```"] if example else [f"Why: {rule.why}. Fix: {rule.fix}."]
    about = textwrap.wrap(rule.about, WIDTH, break_on_hyphens=False)
    return [f"### {rule.name}", "", f"*{rule.severity}{stops}*", "", *about, "", *shown_as]


if __name__ == "__main__":
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(f"{written}{MARK}\n{made_page()}", encoding="utf-8")
