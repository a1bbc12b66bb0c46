"""The pages of docs/ that are made from the code; run as a module, this writes them again."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from ivr.authoring.checking import check
from ivr.authoring.examined import Examined
from ivr.authoring.example import EXAMPLE_DAY, STARTER
from ivr.authoring.figures import figures
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import describe
from ivr.authoring.rule import Group, Rule
from ivr.authoring.rules import RULES
from ivr.cli.explaining import WIDTH, said_of_example
from ivr.cli.reporting import summary
from ivr.settings import shipped_book

PAGE: Final = Path("docs/checks.md")
TRIAL: Final = Path("docs/trial.yaml")
MARK: Final = "<!-- made by `make docs` from docs/trial.yaml and ivr/authoring/rules -->"

CONTENT: Final = Path("docs/content.md")
FIGURES_MARK: Final = "<!-- made by `make docs` from prompts/ -->"

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


def made_figures() -> str:
    """What follows FIGURES_MARK in docs/content.md: how hard the shipped texts are to follow."""
    lines = [
        "",
        "| language | scale | texts | middle | within the target | hardest |",
        "|---|---|---|---|---|---|",
    ]
    for found in figures(Examined(read_manuscript(shipped_book()))):
        scale, hardest = found.scale, found.hardest
        target = f"{'at least' if scale.rising else 'at most'} {scale.target:g}"
        lines.append(
            f"| {found.language} | {scale.name} ({target}) | {found.texts} | {found.middle:.1f} "
            f"| {found.within_target:.1%} | {hardest.value:.1f}: "
            f"`{hardest.node}`, {hardest.what} |"
        )
    return "\n".join(lines) + "\n"


MADE: Final = ((PAGE, MARK, made_page), (CONTENT, FIGURES_MARK, made_figures))
"""The pages that are made in part: the file, the mark, and what follows it."""


if __name__ == "__main__":
    for page, mark, make in MADE:
        written = page.read_text(encoding="utf-8").partition(mark)[0]
        page.write_text(f"{written}{mark}\n{make()}", encoding="utf-8")
