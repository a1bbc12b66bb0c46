"""Checking a book: every rule, as far as the book can be made, and then every call."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ivr.authoring.building import build
from ivr.authoring.examined import Examined
from ivr.authoring.exploration.exploring import explore
from ivr.authoring.exploration.findings import Exploration
from ivr.authoring.listening import alarms
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Rule, Stage
from ivr.authoring.rules import RULES
from ivr.dialogue.book import Book
from ivr.speech.index import SoundIndex


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a book found.

    ``texts`` holds the text of each file, for excerpts, and ``replays`` a call file for each
    problem that a call shows. ``book`` and ``exploration`` are None if the book could not be
    made; ``unreleased`` counts what stands against a release.
    """

    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    replays: Mapping[Problem, str]
    book: Book | None
    exploration: Exploration | None
    unreleased: int


def check(
    root: Path,
    today: date,
    *,
    release: bool = False,
    only: Collection[str] = RULES.keys(),
    sounds: SoundIndex | None = None,
) -> Report:
    """Check the book below ``root`` with the rules named in ``only``.

    The rules of a release are reported only if ``release``. Reading a book, making it and making
    every call are stages: what can't be made ends the check, with every problem up to there.
    What callers hear of these ``sounds`` takes as long as they do.
    """
    with _uncollected():
        return _check(root, today, release=release, only=only, sounds=sounds)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: hardly any is made, and looking takes an eighth of a check."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _check(
    root: Path, today: date, *, release: bool, only: Collection[str], sounds: SoundIndex | None
) -> Report:
    examined = Examined(read_manuscript(root), today)
    found = found_by(_rules(Stage.READ), examined)
    if examined.manuscript.service is not None:
        found += found_by(_rules(Stage.SHAPED), examined)
        if not any(RULES[problem.rule].blocking for problem in found):
            made = build(examined)
            examined.made = sounds.measured(made) if sounds else made
            found += found_by(_rules(Stage.WHOLE), examined)
            examined.explored = explore(examined.made, _labels(examined), _alarms(examined))
            found += found_by(_rules(Stage.CALLED), examined)
    governance = found_by(_rules(Stage.RELEASE), examined)
    reported = {*found, *(governance if release else ())}
    return Report(
        problems=tuple(sorted(problem for problem in reported if problem.rule in only)),
        texts=examined.manuscript.texts,
        replays=examined.replays,
        book=examined.made,
        exploration=examined.explored,
        unreleased=len(governance),
    )


def found_by(rules: Iterable[Rule], examined: Examined) -> list[Problem]:
    """Every problem that these rules find."""
    return [problem for rule in rules for problem in rule.problems(examined)]


def _rules(stage: Stage) -> Iterator[Rule]:
    return (rule for rule in RULES.values() if rule.stage is stage)


def _labels(examined: Examined) -> dict[str, dict[str, str]]:
    return {
        language: {
            node: label for node in examined.nodes if (label := vocabulary.label(node)) is not None
        }
        for language, vocabulary in examined.vocabularies.items()
    }


def _alarms(examined: Examined) -> dict[str, dict[str, str]]:
    return alarms(examined.manuscript, examined.service, examined.book.grammar)
