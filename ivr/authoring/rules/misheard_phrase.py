"""misheard-phrase: what callers say for one place leads to another, or nowhere."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrase_places
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.grammar import Danger, Destination, Meaning, Unsure
from ivr.dialogue.nodes import Remember


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Say every phrase by itself, in its own language."""
    danger = set(book.book.service.danger.values())
    grammars = {code: book.book.grammar.only(code) for code in book.service.languages}
    for place in phrase_places(book.manuscript, book.service, book.nodes):
        # An answer to a question means something only where it is asked.
        local = isinstance(book.nodes.get(place.destination), Remember)
        nearby = (place.destination,) if local else ()
        meaning = grammars[place.language].understand(place.phrase, place.language, nearby)
        if isinstance(meaning, Danger) and place.destination in danger:
            continue
        if isinstance(meaning, Destination) and meaning.name == place.destination:
            continue
        message = f'"{place.phrase}" {_told(meaning)}'
        yield rule.problem(place.source, place.route, message, at=place.at)


def _told(meaning: Meaning) -> str:
    match meaning:
        case Danger():
            return f'is answered as danger, by "{meaning.node}"'
        case Destination():
            return f'leads to "{meaning.name}"'
        case Unsure():
            choices = " or ".join(f'"{name}"' for name in meaning.names)
            return f"is asked about: {choices}"
        case _:
            return "is not understood: a key, a yes or a no, or fillers only"


RULE = Rule(
    name="misheard-phrase",
    group=Group.WORDS,
    stage=Stage.WHOLE,
    about=(
        "Phrases are what callers say to reach a place. One that by itself leads somewhere else, "
        "because other places have the same words, misleads the line more than it helps."
    ),
    why="a caller who says this would be led somewhere else, or asked what they mean",
    fix="give the phrase a word that only this place has, or give it to the other place",
    check=check,
    example=Example(
        "prompts/en/animals.yaml",
        "phrases: [adopt a cat]",
        "phrases: [adopt a cat, adopt a dog]",
        9,
        13,
    ),
    severity="warning",
)
