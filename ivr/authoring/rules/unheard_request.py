"""unheard-request: what callers say for a language would never be understood as that."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue.hearing import LONGEST_REQUEST, folded


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look at each utterance in the order in which the line does."""
    taken: dict[str, str] = {}
    for language in book.service.languages:
        own = book.manuscript.words[language].service
        for position, said in enumerate(own.asked_by if own else ()):
            words = folded(said)
            other = taken.setdefault(words, language)
            if not words:
                problem = f'"{said}" has no word in it'
            elif len(said) > LONGEST_REQUEST:
                problem = f"this has {len(said)} characters; {LONGEST_REQUEST} is the most"
            elif other != language:
                problem = f'"{said}" asks for "{other}" already'
            else:
                continue
            source = book.manuscript.sources[f"prompts/{language}/service.yaml"]
            yield rule.problem(source, ("asked_by", position), problem)


RULE = Rule(
    name="unheard-request",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Who says one of the utterances under `asked_by` goes on in that language. One that two "
        "languages share leads to the first of them, and one without words, or longer than "
        f"{LONGEST_REQUEST} characters, is never heard."
    ),
    why="a caller who says this would not come to the language they asked for",
    fix="write what callers say for this language, and for no other",
    check=check,
    example=Example(
        "prompts/en/service.yaml", "\ntemplates:", '\nasked_by: ["?"]\ntemplates:', 5, 12
    ),
)
