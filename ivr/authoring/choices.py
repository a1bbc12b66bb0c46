"""Menus, gates and offers, spoken from the labels of what they lead to."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivr.authoring.schema import TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.beginning import RESUME
from ivr.dialogue.book import GATE_KEY, choices_id, gate_id, keys_id, offer_id
from ivr.dialogue.grammar.choosing import MOST_ASKED
from ivr.dialogue.grammar.meanings import COMMAND
from ivr.dialogue.nodes import Collect, Menu, Node, Read, Record, Remember, Text, Transfer
from ivr.dialogue.wording import Passage, Pause, Piece, Words

ASKED_FOR: Final = (Menu, Read, Collect, Record, Text, Transfer, Remember)
"""Nodes that callers can ask for in their own words, and be asked about."""

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


def spoken_choices(
    nodes: Mapping[str, Node],
    vocabulary: Vocabulary,
    templates: TemplatesShape,
    resuming: str | None,
) -> Iterator[Passage]:
    """Each place and command as a question offers it, under each key that it can have there.

    ``resuming`` is how it is offered to go on where an earlier call broke off.
    """
    commands = vocabulary.words.speech.commands.named
    labels = {f"{COMMAND}{command}": shape.label for command, shape in commands.items()}
    for node in nodes.values():
        label = vocabulary.label(node.id)
        if isinstance(node, ASKED_FOR) and label is not None:
            labels[node.id] = label
    if resuming:
        labels[RESUME] = resuming
    for destination, label in labels.items():
        template = templates.option
        for position in range(1, MOST_ASKED + 1):
            marks = {"label": label, "key": vocabulary.key_name(str(position))}
            yield Passage(offer_id(destination, position), (_fill(template, marks),))
            template = templates.option_next or templates.option


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
