"""A Book made of a manuscript in which no blocking rule has found anything."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ivr.authoring.abilities import ALL, Abilities
from ivr.authoring.examined import Examined
from ivr.authoring.hours import schedules
from ivr.authoring.listening import danger_nodes, grammar
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.references import full_name
from ivr.authoring.schema import ServiceShape, SpeechBy
from ivr.authoring.spoken import speak
from ivr.authoring.staffing import groups
from ivr.authoring.texting import without
from ivr.dialogue.book import Book, Command, Pace, Service

VERSION_LENGTH: Final = 12
"""Hexadecimal digits: enough that two versions of one line never meet by chance."""


def build(
    examined: Examined,
    staff: Mapping[str, tuple[str, ...]] | None = None,
    abilities: Abilities = ALL,
) -> Book:
    """The book.

    ``staff`` holds telephone numbers in E.164 by the environment variable that names them. What
    a line of these ``abilities`` can't do is not offered.
    """
    shape = examined.service
    nodes = without(examined.nodes, abilities.missing)
    understood = grammar(examined.manuscript, shape, nodes)
    return Book(
        version=_version(examined.manuscript),
        service=_service(shape, examined.manuscript, listens=understood.listens),
        nodes=MappingProxyType(nodes),
        languages=MappingProxyType(
            {code: speak(examined.manuscript, shape, nodes, code) for code in shape.languages}
        ),
        grammar=understood,
        hours=MappingProxyType(schedules(examined.manuscript.directory or {})),
        staff=MappingProxyType(groups(examined, staff or {})),
    )


def _service(shape: ServiceShape, manuscript: Manuscript, *, listens: bool) -> Service:
    directory = manuscript.directory or {}
    keys = {key: Command(command) for command, key in shape.keys.model_dump().items()}
    return Service(
        name=shape.service,
        start=shape.start,
        main_menu=shape.main_menu,
        person=shape.person,
        goodbye=shape.goodbye,
        keys=MappingProxyType(keys),
        paces=MappingProxyType({Pace(name): pace for name, pace in shape.paces}),
        menu_timeout=shape.timeouts.menu,
        reading_timeout=shape.timeouts.reading,
        number_timeout=shape.timeouts.number,
        longest_call=shape.limits.longest_call,
        warn_before=shape.limits.warn_before,
        trail=shape.limits.trail,
        rendered=shape.speech is SpeechBy.RENDERED,
        listens=listens,
        danger=MappingProxyType({name: node for node, name in danger_nodes(shape).items()}),
        advice=full_name(advice, "service") if (advice := shape.listening.advice) else None,
        confirm_below=shape.listening.confirm_below,
        help_numbers=MappingProxyType(
            {
                directory[name].number.replace("-", ""): node
                for node, name in danger_nodes(shape).items()
                if name in directory
            }
        ),
        typing_timeout=shape.timeouts.typing,
        answer_within=shape.limits.answer_within,
        resume_within=shape.limits.resume_within,
    )


def _version(manuscript: Manuscript) -> str:
    """A hash of what the files say: comments and layout don't change it, a word does."""
    content = {name: source.data for name, source in manuscript.sources.items()}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
