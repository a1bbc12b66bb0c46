"""The way from a folder of YAML files to a Book."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ivr.authoring.linking import link
from ivr.authoring.manuscript import Manuscript, read_manuscript
from ivr.authoring.problems import BookError
from ivr.authoring.schema import ServiceShape
from ivr.authoring.spoken import speak
from ivr.dialogue.book import Book, Command, Language, Pace, Service, StaffGroup

VERSION_LENGTH: Final = 12
"""Hexadecimal digits: enough that two versions of one line never meet by chance."""


def load(root: Path, staff: Mapping[str, tuple[str, ...]] | None = None) -> Book:
    """The book below ``root``, complete and checked.

    ``staff`` holds telephone numbers in E.164 by the environment variable that names them.

    Raises BookError, which carries every problem found, if anything is wrong.
    """
    manuscript = read_manuscript(root)
    problems = list(manuscript.problems)
    shape = manuscript.service
    if shape is None:
        raise BookError(problems, manuscript.texts)
    nodes, structural = link(manuscript, shape)
    problems += structural
    languages: dict[str, Language] = {}
    for code in shape.languages:
        language, wordy = speak(manuscript, shape, nodes, code)
        problems += wordy
        if language:
            languages[code] = language
    if problems:
        raise BookError(problems, manuscript.texts)
    numbers = staff or {}
    return Book(
        version=_version(manuscript),
        service=_service(shape),
        nodes=MappingProxyType(nodes),
        languages=MappingProxyType(languages),
        staff=MappingProxyType(
            {
                name: StaffGroup(numbers.get(group.numbers_from, ()), group.ring)
                for name, group in shape.staff.items()
            }
        ),
    )


def _service(shape: ServiceShape) -> Service:
    keys = {key: Command(command) for command, key in shape.keys.model_dump().items()}
    return Service(
        name=shape.service,
        start=shape.start,
        main_menu=shape.main_menu,
        person=shape.person,
        goodbye=shape.goodbye,
        keys=MappingProxyType(keys),
        paces=MappingProxyType({Pace.NORMAL: shape.paces.normal, Pace.SLOW: shape.paces.slow}),
        menu_timeout=shape.timeouts.menu,
        reading_timeout=shape.timeouts.reading,
        longest_call=shape.limits.longest_call,
        warn_before=shape.limits.warn_before,
        trail=shape.limits.trail,
    )


def _version(manuscript: Manuscript) -> str:
    """A hash of what the files say: comments and layout don't change it, a word does."""
    content = {name: source.data for name, source in manuscript.sources.items()}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
