"""unknown-language: a branch asks for a language that the line does not speak."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look the language of each case up."""
    languages = list(book.service.languages)
    for flow, shape in book.manuscript.flows.items():
        source = book.manuscript.sources[f"flows/{flow}.yaml"]
        for name, node in shape.nodes.items():
            for position, case in enumerate(node.branch.cases if node.branch else ()):
                if case.language is not None and case.language not in languages:
                    yield rule.problem(
                        source,
                        ("nodes", name, "branch", "cases", position, "language"),
                        f'the line does not speak "{case.language}"',
                        fix=nearest(case.language, languages, "languages"),
                    )


RULE = Rule(
    name="unknown-language",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=("A case can ask for the language of the call, which is one of flows/service.yaml."),
    why="this way would never be taken",
    fix="name a language of flows/service.yaml",
    check=check,
    example=Example("flows/main.yaml", "{reachable: keepers, then", "{language: fr, then", 21, 22),
    blocking=True,
)
