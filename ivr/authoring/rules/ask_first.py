"""ask-first: a node asks first and has no words for it, or the other way round."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.linking import kinds_of
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the flows with the prompts."""
    for flow, shape in book.manuscript.flows.items():
        source = book.manuscript.sources[f"flows/{flow}.yaml"]
        for name, node in shape.nodes.items():
            kinds = kinds_of(node)
            if node.ask_first and kinds and not (node.menu or node.read):
                yield rule.problem(
                    source,
                    ("nodes", name, "ask_first"),
                    f'a {kinds[0]} node can\'t ask first, and "{name}" does',
                    why="the caller would not be asked",
                    fix="remove it, or put a menu or a read node before this one",
                )
                continue
            for language in book.manuscript.words:
                yield from _words(rule, book, f"{flow}.{name}", language)


def _words(rule: Rule, book: Examined, node: str, language: str) -> Iterator[Problem]:
    flow, _, name = node.partition(".")
    asks = book.manuscript.flows[flow].nodes[name].ask_first
    words = book.words_of(node, language)
    if words is None or asks == (words.ask_first is not None):
        return
    if asks:
        source, route = book.in_words(node, language)
        message = f'"{name}" asks first and has no words for it in "{language}"'
        at = source.missing(route, "ask_first", list(PromptShape.model_fields))
        yield rule.problem(source, route, message, at=at)
    else:
        message = f'"{name}" has a warning in "{language}", and its node does not ask first'
        yield rule.problem(*book.in_flow(node), message)


RULE = Rule(
    name="ask-first",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "Before hard news the caller is asked. The flow says that a node asks (ask_first: "
        "true), and the prompt says how (ask_first and the words). Menus and reads can ask."
    ),
    why="a caller would meet hard words unprepared, or the warning would not be heard",
    fix="write `ask_first` in the flow (true) and in the prompt (words), or in neither",
    check=check,
    example=Example("flows/main.yaml", "    ask_first: true\n", "", 13, 3),
    blocking=True,
)
