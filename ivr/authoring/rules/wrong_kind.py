"""wrong-kind: the main menu or the goodbye is a node of another kind."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.nodes import Goodbye, Menu


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look at the kinds of the nodes that flows/service.yaml names."""
    for field, kind in (("main_menu", Menu), ("goodbye", Goodbye)):
        node = book.nodes.get(getattr(book.service, field))
        if node is not None and not isinstance(node, kind):
            word = kind.__name__.lower()
            yield rule.problem(
                book.manuscript.sources["flows/service.yaml"],
                (field,),
                f'"{field}" has to be a {word} node',
                fix=f"name a {word} node",
            )


RULE = Rule(
    name="wrong-kind",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "A caller who is lost is brought to the main menu, and a call that has to end is "
        "ended by the goodbye."
    ),
    why="a caller who comes here would hear an apology and be sent back to the main menu",
    fix="name a node of the right kind",
    check=check,
    example=Example("flows/service.yaml", "goodbye: main.goodbye", "goodbye: main.visit", 7, 10),
    blocking=True,
)
