"""Texts to telephones: what each reading is in short; and a book that offers only what is done."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from ivr.authoring.schema import PromptShape, TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.errands import NAMED, PLAIN
from ivr.dialogue.nodes import Menu, Node, Read, Text, targets
from ivr.dialogue.wording import Digits, Words

LONGEST: Final = 300
"""Characters of what a text says of a reading. With the template around it, that is three
messages as the networks count them (153 characters each, where a text takes several)."""

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


def texts(
    nodes: Mapping[str, Node], vocabulary: Vocabulary, templates: TemplatesShape
) -> dict[str, str]:
    """The body of each text, by kind: ``named:`` or ``plain:``, and the reading.

    A named one says in short what was read. A plain one has nothing but telephone numbers, and
    tells nobody who sees it what the call was about; a reading without numbers gives those
    of the reading that is sent to callers who come from none.
    """
    offered = [node.of for node in nodes.values() if isinstance(node, Text)]
    if not offered or templates.text is None:
        return {}
    common = _numbers(vocabulary, vocabulary.prompt(offered[0]))
    bodies = {}
    for node in nodes.values():
        prompt = vocabulary.prompt(node.id)
        if isinstance(node, Read) and prompt is not None:
            numbers = _numbers(vocabulary, prompt)
            bodies[f"{NAMED}{node.id}"] = _in_short(vocabulary, prompt, numbers)
            bodies[f"{PLAIN}{node.id}"] = ", ".join(numbers or common)
    return {
        kind: " ".join(templates.text.replace("{text}", body).split())
        for kind, body in bodies.items()
        if body
    }


def without(nodes: Mapping[str, Node], kinds: tuple[type[Node], ...]) -> dict[str, Node]:
    """The nodes of a line that can't do what these kinds of node do: nothing leads to one."""
    gone = {node.id for node in nodes.values() if isinstance(node, kinds)}
    while more := {name for name, node in nodes.items() if name not in gone and _only(node, gone)}:
        gone |= more
    return {name: _kept(node, gone) for name, node in nodes.items() if name not in gone}


def _only(node: Node, gone: Collection[str]) -> bool:
    """Whether a node leads to nothing but what is gone; a reading is worth being heard."""
    led = targets(node)
    return bool(led) and not isinstance(node, Read) and set(led) <= set(gone)


def _kept(node: Node, gone: Collection[str]) -> Node:
    if isinstance(node, Menu | Read) and not set(node.options.values()).isdisjoint(gone):
        options = {key: target for key, target in node.options.items() if target not in gone}
        return replace(node, options=MappingProxyType(options))
    return node


def _in_short(vocabulary: Vocabulary, prompt: PromptShape, numbers: Collection[str]) -> str:
    """The sentences that give a telephone number; without any, the first ones."""
    said = [_written(vocabulary, part) for part in prompt.say]
    sentences = [each for part in said for each in _SENTENCE.split(part)]
    if numbers:
        sentences = [each for each in sentences if any(number in each for number in numbers)]
    label = f"{prompt.label}: " if prompt.label else ""
    body = label[:1].upper() + label[1:]
    for sentence in sentences:
        if len(body) + len(sentence) > LONGEST:
            break
        body += f"{sentence} "
    return body.strip(" :")


def _numbers(vocabulary: Vocabulary, prompt: PromptShape | None) -> list[str]:
    """The telephone numbers that a text gives, each once, as they are written."""
    pieces = [piece for part in (prompt.say if prompt else ()) for piece in vocabulary.pieces(part)]
    return list(dict.fromkeys("-".join(p.groups) for p in pieces if isinstance(p, Digits)))


def _written(vocabulary: Vocabulary, part: str) -> str:
    """A part as it is read and not heard: numbers in digits, and no pauses."""
    words = ""
    for piece in vocabulary.pieces(part):
        if isinstance(piece, Words):
            words += f" {piece.text}"
        elif isinstance(piece, Digits):
            words += f" {'-'.join(piece.groups)}."
    return " ".join(words.split())
