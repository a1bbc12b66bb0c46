"""Menus, gates and offers, spoken from the labels of what they lead to."""

from collections.abc import Mapping
from typing import Final

from ivr.authoring.schema import TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.book import GATE_KEY, choices_id, gate_id, keys_id
from ivr.dialogue.nodes import Menu, Read
from ivr.dialogue.wording import Passage, Pause, Piece, Words

BETWEEN_OPTIONS: Final = Pause(150)
"""With the rest after a sentence a little more than half a second (ACIXD: 500 to 750 ms)."""


def choices(
    node: Menu | Read, vocabulary: Vocabulary, templates: TemplatesShape, main_menu: str
) -> list[Passage]:
    """What a caller is offered at a node: in full, in the shortest form, and at its gate.

    From the main menu there is no way back to be offered.
    """
    following = templates.option_next or templates.option
    full = _options(node, vocabulary, templates.option, following)
    short = _options(node, vocabulary, templates.option_short, templates.option_short)
    passages = []
    if isinstance(node, Menu) and node.id != main_menu:
        for pieces, template in ((full, templates.after_menu), (short, templates.after_menu_short)):
            if template is not None:
                pieces += [BETWEEN_OPTIONS, _filled(template, vocabulary)]
    if isinstance(node, Read):
        after = _filled(templates.after_reading, vocabulary)
        full = [BETWEEN_OPTIONS, *full, BETWEEN_OPTIONS, after]
        short = [*short, BETWEEN_OPTIONS, _filled(templates.after_reading_short, vocabulary)]
        if node.ask_first:
            passages.append(Passage(gate_id(node.id), (_filled(templates.gate, vocabulary),)))
    return [
        *passages,
        Passage(choices_id(node.id), tuple(full)),
        Passage(keys_id(node.id), tuple(short)),
    ]


def _options(
    node: Menu | Read, vocabulary: Vocabulary, template: str, following: str
) -> list[Piece]:
    pieces: list[Piece] = []
    for key, target in node.options.items():
        label = vocabulary.label(target)
        if label is None:
            continue
        if pieces:
            pieces.append(BETWEEN_OPTIONS)
        marks = {"label": label, "key": vocabulary.key_name(key)}
        pieces.append(_fill(template, marks))
        template = following
    return pieces


def _filled(template: str, vocabulary: Vocabulary) -> Words:
    return _fill(template, {**vocabulary.keys, "yes": vocabulary.key_name(GATE_KEY)})


def _fill(template: str, marks: Mapping[str, str]) -> Words:
    for mark, value in marks.items():
        template = template.replace(f"{{{mark}}}", value)
    return Words(" ".join(template.split()))
