"""Flows as a graph: every name in them resolved to what it stands for, or reported."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.problems import Problem, nearest, quoted
from ivr.authoring.schema import KINDS, CaseShape, NodeShape, ServiceShape
from ivr.authoring.yaml_source import Route, YamlSource
from ivr.dialogue.arriving import LONGEST_PATH
from ivr.dialogue.nodes import (
    Branch,
    Case,
    Condition,
    Goodbye,
    InLanguage,
    Menu,
    Node,
    Reachable,
    Read,
    Say,
    Transfer,
    targets,
)

KEY_ORDER = "1234567890*#"
CUT_OFF = "a caller who comes here would hear an apology and be sent back to the main menu"


def link(book: Manuscript, service: ServiceShape) -> tuple[dict[str, Node], list[Problem]]:
    """Every node by its full name, and every problem of the structure."""
    linker = _Linker(book, service)
    nodes: dict[str, Node] = {}
    for flow, shape in book.flows.items():
        linker.flow(flow)
        linker.check_start(shape.start)
        for name, node in shape.nodes.items():
            linked = linker.node(name, node)
            if linked:
                nodes[linked.id] = linked
    linker.service_targets(nodes)
    linker.endless_turns(nodes)
    return nodes, linker.problems


class _Linker:
    def __init__(self, book: Manuscript, service: ServiceShape) -> None:
        self.book = book
        self.service = service
        self.problems: list[Problem] = []
        self.known = [
            f"{flow}.{name}" for flow, shape in book.flows.items() for name in shape.nodes
        ]
        self.keys = {key: command for command, key in service.keys.model_dump().items()}
        self.name = ""
        self.source: YamlSource

    def flow(self, name: str) -> None:
        self.name = name
        self.source = self.book.sources[f"flows/{name}.yaml"]

    def say(self, route: Route, rule: str, message: str, why: str, fix: str) -> None:
        self.problems.append(self.source.problem(route, rule, message, why=why, fix=fix))

    def target(self, reference: str, route: Route, role: str) -> str:
        full = reference if "." in reference else f"{self.name}.{reference}"
        if full not in self.known:
            same_flow = [name for name in self.known if name.startswith(f"{self.name}.")]
            short = [name.partition(".")[2] for name in same_flow]
            names = self.known if "." in reference else short
            self.say(
                route,
                "unknown-node",
                f'{role} leads to "{reference}", which is not a node',
                CUT_OFF,
                nearest(reference, names, "nodes"),
            )
        return full

    def check_start(self, start: str) -> None:
        self.target(start, ("start",), "the start of the flow")

    def node(self, name: str, shape: NodeShape) -> Node | None:
        route: Route = ("nodes", name)
        full = f"{self.name}.{name}"
        kinds = [kind for kind in KINDS if getattr(shape, kind) is not None]
        if len(kinds) != 1:
            had = f"has {len(kinds)} kinds: {quoted(kinds)}" if kinds else "has no kind"
            why = "the line could not know what to do here"
            fix = f"give it exactly one of {quoted(KINDS)}"
            self.say(route, "one-kind", f'node "{name}" {had}', why, fix)
            return None
        if shape.ask_first and not (shape.menu or shape.read):
            self.say(
                (*route, "ask_first"),
                "ask-first",
                f'a {kinds[0]} node can\'t ask first, and "{name}" does',
                "the caller would not be asked",
                "remove it, or put a menu or a read node before this one",
            )
        if shape.menu is not None:
            options = self.options(shape.menu, (*route, "menu"), f'menu "{name}"')
            return Menu(full, options, shape.ask_first)
        if shape.read is not None:
            return Read(full, self.afterwards(shape.read.also, route, name), shape.ask_first)
        if shape.say is not None:
            then = self.target(shape.say.then, (*route, "say", "then"), f'node "{name}"')
            return Say(full, then)
        if shape.branch is not None:
            at = (*route, "branch")
            cases = tuple(
                Case(condition, self.target(case.then, (*at, "cases", i, "then"), f'"{name}"'))
                for i, case in enumerate(shape.branch.cases)
                if (condition := self.condition(case, (*at, "cases", i)))
            )
            otherwise = self.target(shape.branch.otherwise, (*at, "otherwise"), f'"{name}"')
            return Branch(full, cases, otherwise)
        if shape.transfer is not None:
            at = (*route, "transfer")
            self.group(shape.transfer.to, (*at, "to"))
            otherwise = self.target(shape.transfer.otherwise, (*at, "otherwise"), f'"{name}"')
            return Transfer(full, shape.transfer.to, otherwise)
        return Goodbye(full)

    def options(self, chosen: Mapping[str, str], route: Route, where: str) -> Mapping[str, str]:
        resolved = {}
        for key in sorted(chosen, key=KEY_ORDER.index):
            if key in self.keys:
                self.say(
                    (*route, key),
                    "universal-key",
                    f'{where} uses key "{key}", which always means "{self.keys[key]}"',
                    "a caller who presses it would be led somewhere else",
                    f"use one of {quoted(k for k in KEY_ORDER if k not in self.keys)}",
                )
            resolved[key] = self.target(chosen[key], (*route, key), f'key "{key}" of {where}')
        return MappingProxyType(resolved)

    def afterwards(self, also: Mapping[str, str], route: Route, name: str) -> Mapping[str, str]:
        common = {
            key: target if "." in target else f"{self.name}.{target}"
            for key, target in self.service.after_reading.items()
        }
        for key in also:
            if key in common:
                self.say(
                    (*route, "read", "also", key),
                    "option-taken",
                    f'key "{key}" after "{name}" always leads to "{common[key]}"',
                    "one of the two could not be reached",
                    "use the next free key",
                )
        own = self.options(also, (*route, "read", "also"), f'the offer after "{name}"')
        merged = {**own, **common}
        return MappingProxyType({key: merged[key] for key in sorted(merged, key=KEY_ORDER.index)})

    def condition(self, case: CaseShape, route: Route) -> Condition | None:
        if (case.reachable is None) == (case.language is None):
            why = "the branch could not be decided"
            fix = 'write either "reachable: <staff group>" or "language: <code>"'
            self.say(route, "one-condition", "a case needs exactly one condition", why, fix)
            return None
        if case.reachable is not None:
            self.group(case.reachable, (*route, "reachable"))
            return Reachable(case.reachable)
        language = case.language or ""
        if language not in self.service.languages:
            self.say(
                (*route, "language"),
                "unknown-language",
                f'the line does not speak "{language}"',
                "this way would never be taken",
                nearest(language, list(self.service.languages), "languages"),
            )
        return InLanguage(language)

    def group(self, name: str, route: Route) -> None:
        if name not in self.service.staff:
            self.say(
                route,
                "unknown-staff",
                f'there is no staff group "{name}"',
                "the caller could not be connected",
                nearest(name, list(self.service.staff), "staff groups"),
            )

    def service_targets(self, nodes: Mapping[str, Node]) -> None:
        self.flow("service")
        service = self.service
        for field in ("start", "main_menu", "person", "goodbye"):
            reference = getattr(service, field)
            self.target(reference, (field,), f'"{field}"')
        for key, reference in service.after_reading.items():
            self.target(reference, ("after_reading", key), f'key "{key}" after a reading')
        for field, kind in (("main_menu", Menu), ("goodbye", Goodbye)):
            node = nodes.get(getattr(service, field))
            if node is not None and not isinstance(node, kind):
                self.say(
                    (field,),
                    "wrong-kind",
                    f'"{field}" has to be a {kind.__name__.lower()} node',
                    CUT_OFF,
                    f"name a {kind.__name__.lower()} node",
                )

    def endless_turns(self, nodes: Mapping[str, Node]) -> None:
        """Report each node from which a turn might never come to wait for the caller."""
        for node in nodes.values():
            path = _unwaiting_path(node.id, nodes)
            if len(path) <= LONGEST_PATH and path.count(path[-1]) == 1:
                continue
            flow, _, name = node.id.partition(".")
            self.flow(flow)
            self.say(
                ("nodes", name),
                "endless-turn",
                f"from here the line never comes to wait for the caller ({LONGEST_PATH} nodes)",
                f"call: {' → '.join(path[:6])} → …",
                "let one of these nodes lead to a menu, a reading or a goodbye",
            )


def _unwaiting_path(start: str, nodes: Mapping[str, Node]) -> list[str]:
    """The longest chain of nodes passed in one turn; its last name repeats if it is a circle."""
    longest: list[str] = [start]
    stack = [[start]]
    while stack:
        path = stack.pop()
        longest = max(longest, path, key=len)
        node = nodes.get(path[-1])
        if node is None or isinstance(node, Menu | Read | Goodbye):
            continue
        for target in targets(node):
            if target in path or len(path) > LONGEST_PATH:
                return [*path, target]
            stack.append([*path, target])
    return longest
