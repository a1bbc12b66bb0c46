"""Texts to telephones: what each reading is in short; and a book that offers only what is done."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from ivr.authoring.marks import line_marks
from ivr.authoring.schema import PromptShape, TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.errands import NAMED, PLAIN
from ivr.dialogue.nodes import Menu, Node, Read, Text, targets

TELLING: Final = frozenset({"911", "988"})
"""Numbers that tell by themselves what a call was about: a plain text never holds them."""


def texts(
    nodes: Mapping[str, Node],
    vocabulary: Vocabulary,
    templates: TemplatesShape,
    danger: Collection[str],
) -> dict[str, str]:
    """The body of each text that there is, by kind: ``named:`` or ``plain:``, and the reading.

    A named one says what stands as ``text`` in the words of a reading, and where nothing does,
    names the lines whose numbers it gives. A plain one has nothing but telephone numbers, and
    tells nobody who sees it what the call was about; a reading without numbers gives those of the
    reading that is sent to callers who come from none. Without numbers or words there is none of
    that kind. Readings that answer ``danger`` have neither.
    """
    offered = [node.of for node in nodes.values() if isinstance(node, Text)]
    if not offered:
        return {}
    common = vocabulary.prompt(offered[0])
    bodies = {}
    for node in nodes.values():
        prompt = vocabulary.prompt(node.id)
        if isinstance(node, Read) and prompt is not None and node.id not in danger:
            bodies[f"{NAMED}{node.id}"] = named_body(vocabulary, templates, prompt)
            plain = plain_body(vocabulary, templates, prompt)
            if not plain and common:
                plain = plain_body(vocabulary, templates, common)
            bodies[f"{PLAIN}{node.id}"] = plain
    return {kind: body for kind, body in bodies.items() if body}


def named_body(vocabulary: Vocabulary, templates: TemplatesShape, prompt: PromptShape) -> str:
    """The text that says in short what a reading says; nothing where it has nothing to say."""
    written = (
        vocabulary.written(prompt.text) if prompt.text else " ".join(_named(vocabulary, prompt))
    )
    return _framed(templates.text, written)


def plain_body(vocabulary: Vocabulary, templates: TemplatesShape, prompt: PromptShape) -> str:
    """The text that holds the numbers of a reading and no names; nothing where it has none."""
    numbers = [vocabulary.written(f"{{number:{line}}}") for line in _lines(prompt)]
    kept = dict.fromkeys(number for number in numbers if number and number not in TELLING)
    return _framed(templates.text_plain, ", ".join(kept))


def without(nodes: Mapping[str, Node], kinds: tuple[type[Node], ...]) -> dict[str, Node]:
    """The nodes of a line that can't do what these kinds of node do: nothing leads to one."""
    gone = {node.id for node in nodes.values() if isinstance(node, kinds)}
    while more := {name for name, node in nodes.items() if name not in gone and _only(node, gone)}:
        gone |= more
    return {name: _kept(node, gone) for name, node in nodes.items() if name not in gone}


def without_texts_in(nodes: Mapping[str, Node], danger: Collection[str]) -> dict[str, Node]:
    """The nodes of a line whose readings that answer ``danger`` offer no text.

    Who is in danger shall do what they hear, and not wait for a text or be asked about one.
    """
    sends = {node.id for node in nodes.values() if isinstance(node, Text)}
    return {
        name: _kept(node, sends) if isinstance(node, Read) and name in danger else node
        for name, node in nodes.items()
    }


def _only(node: Node, gone: Collection[str]) -> bool:
    """Whether a node leads to nothing but what is gone; a reading is worth being heard."""
    led = targets(node)
    return bool(led) and not isinstance(node, Read) and set(led) <= set(gone)


def _kept(node: Node, gone: Collection[str]) -> Node:
    if isinstance(node, Menu | Read) and not set(node.options.values()).isdisjoint(gone):
        options = {key: target for key, target in node.options.items() if target not in gone}
        return replace(node, options=MappingProxyType(options))
    return node


def _lines(prompt: PromptShape) -> list[str]:
    """The telephone lines whose numbers a reading gives, each once, in order."""
    marks = [mark for part in prompt.say for mark in line_marks(part)]
    return list(dict.fromkeys(line for kind, line in marks if kind == "number"))


def _named(vocabulary: Vocabulary, prompt: PromptShape) -> Iterator[str]:
    for line in _lines(prompt):
        written = vocabulary.written(f"{{name:{line}}}: {{number:{line}}}.")
        yield written[:1].upper() + written[1:]


def _framed(template: str | None, body: str) -> str:
    framed = (template or "{text}").replace("{text}", body)
    return " ".join(framed.split()) if body else ""
