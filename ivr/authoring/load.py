"""The way from a folder of YAML files to a Book."""

from collections.abc import Mapping
from pathlib import Path

from ivr.authoring.abilities import ALL, Abilities
from ivr.authoring.building import build
from ivr.authoring.checking import found_by
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import BookError
from ivr.authoring.rule import Stage
from ivr.authoring.rules import RULES
from ivr.dialogue.book import Book


def load(
    root: Path,
    staff: Mapping[str, tuple[str, ...]] | None = None,
    abilities: Abilities = ALL,
) -> Book:
    """The book below ``root``, complete; only what keeps a line from starting is looked for.

    ``staff`` holds telephone numbers in E.164 by the environment variable that names them. What
    a line of these ``abilities`` can't do is not offered.

    Raises BookError, which carries every such problem, if anything is wrong.
    """
    examined = Examined(read_manuscript(root))
    blocking = [rule for rule in RULES.values() if rule.blocking]
    problems = found_by((rule for rule in blocking if rule.stage is Stage.READ), examined)
    if examined.manuscript.service is not None:
        problems += found_by((rule for rule in blocking if rule.stage is Stage.SHAPED), examined)
    if problems:
        raise BookError(problems, examined.manuscript.texts)
    return build(examined, staff, abilities)
