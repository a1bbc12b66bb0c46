"""unknown-source: a text or a line rests on a source that is not listed."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.yaml_source import Route, YamlSource


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look the sources of texts and of telephone lines up."""
    facts = book.manuscript.facts
    if facts is None:
        return
    for source, route, name in _named(book):
        if name not in facts:
            message = f'source "{name}" is not in prompts/sources.yaml'
            yield rule.problem(source, route, message, fix=nearest(name, list(facts), "sources"))


def _named(book: Examined) -> Iterator[tuple[YamlSource, Route, str]]:
    sources = book.manuscript.sources
    for language, words in book.manuscript.words.items():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                for position, source in enumerate(prompt.sources):
                    route = (name, "sources", position)
                    yield sources[f"prompts/{language}/{flow}.yaml"], route, source
    for name, line in (book.manuscript.directory or {}).items():
        yield sources["prompts/directory.yaml"], (name, "source"), line.source


RULE = Rule(
    name="unknown-source",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Every fact that callers hear can be traced: texts and telephone lines name their "
        "sources, which stand in prompts/sources.yaml."
    ),
    why="nobody could check what a caller is told",
    fix="name a source that is listed, or list it",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "you can take it home.\n  sources: [shelter-handbook]",
        "you can take it home.\n  sources: [shelter-handbok]",
        13,
        13,
    ),
    blocking=True,
)
