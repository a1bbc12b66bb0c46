"""Every place of a book that names a node, and what it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import NodeShape, ServiceShape
from ivr.authoring.yaml_source import Route, YamlSource


@dataclass(frozen=True, slots=True)
class Reference:
    """One name of a node: where it stands, as it was written, and in full.

    ``role`` tells what leads there, for messages.
    """

    source: YamlSource
    route: Route
    role: str
    written: str
    full: str


def full_name(reference: str, flow: str) -> str:
    """The full name of a node, named from inside a flow."""
    return reference if "." in reference else f"{flow}.{reference}"


def references(book: Manuscript, service: ServiceShape) -> Iterator[Reference]:
    """Every reference in the flows and in ``flows/service.yaml``, in the order of the files."""
    for flow, shape in book.flows.items():
        source = book.sources[f"flows/{flow}.yaml"]
        found: list[tuple[Route, str, str]] = [(("start",), "the start of the flow", shape.start)]
        for name, node in shape.nodes.items():
            found += _of_node(name, node)
        for route, role, written in found:
            yield Reference(source, route, role, written, full_name(written, flow))
    source = book.sources["flows/service.yaml"]
    for field in ("start", "main_menu", "person", "goodbye"):
        written = getattr(service, field)
        yield Reference(source, (field,), f'"{field}"', written, full_name(written, "service"))
    for name, written in service.listening.danger.items():
        danger: Route = ("listening", "danger", name)
        yield Reference(source, danger, f'danger "{name}"', written, full_name(written, "service"))
    if service.listening.advice is not None:
        written = service.listening.advice
        advice: Route = ("listening", "advice")
        yield Reference(source, advice, '"advice"', written, full_name(written, "service"))
    for key, written in service.after_reading.items():
        role = f'key "{key}" after a reading'
        at: Route = ("after_reading", key)
        yield Reference(source, at, role, written, full_name(written, "service"))


def _of_node(name: str, node: NodeShape) -> list[tuple[Route, str, str]]:
    at: Route = ("nodes", name)
    role = f'node "{name}"'
    found: list[tuple[Route, str, str]] = []
    if node.menu is not None:
        found += _keyed(node.menu, (*at, "menu"), f'menu "{name}"')
    if node.read is not None:
        found += _keyed(node.read.also, (*at, "read", "also"), f'the offer after "{name}"')
    if node.say is not None:
        found.append(((*at, "say", "then"), role, node.say.then))
    if node.branch is not None:
        for position, case in enumerate(node.branch.cases):
            found.append(((*at, "branch", "cases", position, "then"), role, case.then))
        found.append(((*at, "branch", "otherwise"), role, node.branch.otherwise))
    for kind, ways in (
        ("collect", ("then",)),
        ("transfer", ("otherwise",)),
        ("save", ("then", "otherwise")),
        ("record", ("then", "otherwise")),
        ("text", ("of", "otherwise")),
    ):
        shape = getattr(node, kind)
        found += [((*at, kind, way), role, getattr(shape, way)) for way in ways if shape]
    return found


def _keyed(options: Mapping[str, str], at: Route, where: str) -> list[tuple[Route, str, str]]:
    return [((*at, key), f'key "{key}" of {where}', written) for key, written in options.items()]
