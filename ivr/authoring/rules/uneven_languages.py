"""uneven-languages: a text is not the same in every language."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, quoted
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape
from ivr.authoring.texts import part_route
from ivr.authoring.yaml_source import Route, YamlSource

LEFT_OUT: Final = "a caller in one of the languages would not be told whom to call, or when"

_LINES: Final = re.compile(r"\{(?:number|hours):[^{}]+\}")


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the words of each node and each phrase with those of the first language."""
    first, *others = book.service.languages
    for language in others:
        for node in book.nodes:
            model, words = book.words_of(node, first), book.words_of(node, language)
            if model is not None and words is not None:
                yield from _node(rule, book, node, (first, model), (language, words))
        yield from _phrases(rule, book, first, language)


def _node(
    rule: Rule,
    book: Examined,
    node: str,
    model: tuple[str, PromptShape],
    other: tuple[str, PromptShape],
) -> Iterator[Problem]:
    (first, expected), (language, words) = model, other
    source, _ = book.in_words(node, language)
    name = node.partition(".")[2]
    here, there = len(words.say), len(expected.say)
    if here != there:
        message = f'"{name}" has {_counted(here)} in "{language}", and {there} in "{first}"'
        yield rule.problem(source, (name, "say"), message)
        return
    for place, (text, twin) in enumerate(zip(words.say, expected.say, strict=True)):
        what = f'part {place + 1} of "{name}"' if there > 1 else f'"{name}"'
        route = part_route(name, words, place)
        yield from _lines(rule, (source, route, what), text, twin, first)
    if words.text and expected.text:
        at = (source, (name, "text"), f'the text that is sent of "{name}"')
        yield from _lines(rule, at, words.text, expected.text, first)
    elif words.text or expected.text:
        has, lacks = (language, first) if words.text else (first, language)
        message = f'"{name}" has words to be sent as a text in "{has}", and none in "{lacks}"'
        yield rule.problem(
            source,
            (name, "text") if words.text else (name,),
            message,
            why="callers in one of the languages would be sent less",
            fix=f'write "text: …" in "{lacks}", too, or remove it',
            key=True,
        )
    if words.ask_first and expected.ask_first:
        at = (source, (name, "ask_first"), f'the warning of "{name}"')
        yield from _lines(rule, at, words.ask_first, expected.ask_first, first)


def _phrases(rule: Rule, book: Examined, first: str, language: str) -> Iterator[Problem]:
    expected, words = (book.manuscript.words[each].service for each in (first, language))
    if expected is None or words is None:
        return
    source = book.manuscript.sources[f"prompts/{language}/service.yaml"]
    for name in words.phrases.keys() & expected.phrases.keys():
        at: tuple[YamlSource, Route, str] = (source, ("phrases", name), f'phrase "{name}"')
        yield from _lines(rule, at, words.phrases[name], expected.phrases[name], first)


def _lines(
    rule: Rule, at: tuple[YamlSource, Route, str], text: str, twin: str, first: str
) -> Iterator[Problem]:
    """Compare the telephone lines that two texts tell of."""
    source, route, what = at
    told, expected = set(_LINES.findall(text)), set(_LINES.findall(twin))
    for verb, lines in (("says nothing of", expected - told), ("also tells of", told - expected)):
        if lines:
            message = f'{what} {verb} {quoted(sorted(lines))}, unlike in "{first}"'
            fix = f"let both languages tell of the same: {quoted(sorted(told | expected))}"
            yield rule.problem(source, route, message, why=LEFT_OUT, fix=fix)


def _counted(parts: int) -> str:
    return f"{parts} part{'s' * (parts != 1)}"


RULE = Rule(
    name="uneven-languages",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A caller may change the language in the middle of a text and keeps the place, so a text "
        "has the same parts in every language, and each tells of the same telephone lines. What is "
        "sent as a text is there in every language or in none."
    ),
    why="a caller who changes the language would land in another place of the text",
    fix="divide the text into the same parts, each after a dash",
    check=check,
    example=Example(
        "prompts/fr/main.yaml",
        "    - >-\n      Then call {name:shelter}",
        "      Then call {name:shelter}",
        12,
        3,
        twin="fr",
    ),
)
