"""Flows as a graph: every shape as the node it stands for. Rules have looked at them before."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.references import full_name
from ivr.authoring.schema import KINDS, BranchShape, NodeShape, ServiceShape
from ivr.authoring.texting import without_texts_in
from ivr.dialogue.nodes import (
    Branch,
    Case,
    Collect,
    Goodbye,
    InLanguage,
    Menu,
    Node,
    Reachable,
    Read,
    Record,
    Remember,
    Save,
    Say,
    Staffed,
    Text,
    Transfer,
)

KEY_ORDER = "1234567890*#"


def kinds_of(shape: NodeShape) -> list[str]:
    """The kinds that a node claims to be; a right one claims one."""
    return [kind for kind in KINDS if getattr(shape, kind) is not None]


def link(book: Manuscript, service: ServiceShape) -> dict[str, Node]:
    """Every node by its full name. What is not exactly one kind is left out.

    Readings that answer danger offer no text.
    """
    nodes = {}
    for flow, shape in book.flows.items():
        for name, node in shape.nodes.items():
            if len(kinds_of(node)) == 1:
                full = f"{flow}.{name}"
                nodes[full] = _node(full, flow, node, service)
    danger = {full_name(node, "service") for node in service.listening.danger.values()}
    return without_texts_in(nodes, danger)


def _node(full: str, flow: str, shape: NodeShape, service: ServiceShape) -> Node:
    if shape.menu is not None:
        return Menu(full, _options(shape.menu, flow), shape.ask_first)
    if shape.read is not None:
        common = {key: full_name(target, flow) for key, target in service.after_reading.items()}
        offered = {**_options(shape.read.also, flow), **common}
        return Read(full, _in_key_order(offered), shape.ask_first, shape.read.topic)
    if shape.say is not None:
        return Say(full, full_name(shape.say.then, flow))
    if shape.branch is not None:
        return _branch(full, flow, shape.branch)
    return _of_people(full, flow, shape)


def _of_people(full: str, flow: str, shape: NodeShape) -> Node:
    """The nodes that do something for a caller, and the end of a call."""

    def name(reference: str) -> str:
        return full_name(reference, flow)

    if shape.transfer is not None:
        to = shape.transfer.to or line_group(shape.transfer.line or "")
        return Transfer(full, to, name(shape.transfer.otherwise))
    if shape.collect is not None:
        if shape.collect.number:
            return Collect(full, name(shape.collect.then))
        best_time = shape.collect.best_time or ""
        return Remember(full, best_time, shape.collect.topic, name(shape.collect.then))
    if shape.save is not None:
        return Save(full, name(shape.save.then), name(shape.save.otherwise))
    if shape.record is not None:
        then, otherwise = name(shape.record.then), name(shape.record.otherwise)
        return Record(full, shape.record.longest, then, otherwise)
    if shape.text is not None:
        return Text(full, name(shape.text.of), name(shape.text.otherwise))
    return Goodbye(full)


def line_group(line: str) -> str:
    """The group of people that answer a line of the directory; no name of staff looks like it."""
    return f"line:{line}"


def _branch(full: str, flow: str, shape: BranchShape) -> Branch:
    cases = []
    for case in shape.cases:
        then = full_name(case.then, flow)
        if case.reachable is not None:
            cases.append(Case(Reachable(case.reachable), then))
        elif case.staffed is not None:
            cases.append(Case(Staffed(case.staffed), then))
        elif case.language is not None:
            cases.append(Case(InLanguage(case.language), then))
    return Branch(full, tuple(cases), full_name(shape.otherwise, flow))


def _options(chosen: Mapping[str, str], flow: str) -> Mapping[str, str]:
    return _in_key_order({key: full_name(target, flow) for key, target in chosen.items()})


def _in_key_order(options: Mapping[str, str]) -> Mapping[str, str]:
    ordered = sorted(options, key=KEY_ORDER.index)
    return MappingProxyType({key: options[key] for key in ordered})
