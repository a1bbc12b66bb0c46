"""unheard-pattern: a pattern of danger is not found where its own words are said."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.listening import patterns, sample
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.grammar import Danger


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Say the first words of each pattern by themselves."""
    grammar = book.book.grammar
    for place in patterns(book.manuscript, book.service):
        if not grammar.hears(place.language, place.phrase):
            yield rule.problem(
                place.source,
                place.route,
                f'"{place.phrase}" holds nothing but fillers',
                at=place.at,
            )
            continue
        field = place.route[1] if place.destination else "long_ago"
        said = sample(place.phrase)
        found = isinstance(grammar.understand(said, place.language), Danger)
        if field == "danger" and not found:
            message = f'"{said}" is not taken for danger: it is denied, or stands under not_danger'
            yield rule.problem(place.source, place.route, message, at=place.at)
        if field == "not_danger" and found:
            message = f'"{said}" is taken for danger all the same'
            yield rule.problem(place.source, place.route, message, at=place.at)


RULE = Rule(
    name="unheard-pattern",
    group=Group.WORDS,
    stage=Stage.WHOLE,
    about=(
        "A pattern of danger is found where its words are said in order. One made of fillers is "
        "never found, and neither is one whose words stand under `not_danger` too. A pattern under "
        "`not_danger` has to cover the words of the danger that it looks like."
    ),
    why="a caller in danger would not be heard, or one who is in none would be stopped",
    fix="say the pattern aloud; change it, or the one under `danger` or `not_danger` that meets it",
    check=check,
    example=Example(
        "flows/service.yaml",
        "\nstaff:",
        "\nlistening: {danger: {pain: main.farewell}}\n\nstaff:",
        22,
        12,
        reported_in="prompts/en/main.yaml",
        also=(
            (
                "prompts/en/main.yaml",
                "phrases: [my dog died,",
                'danger: ["um"]\n  phrases: [my dog died,',
            ),
        ),
    ),
)
