"""bare-abbreviation: nobody has said how a voice says an abbreviation."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.pronunciation import abbreviations_in, words_in
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind
from ivr.dialogue.lexicon import Lexicon


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look up each abbreviation in the lexicon of its language, once."""
    reported = set()
    for text in book.speakable:
        if text.kind in (Kind.TEMPLATE, Kind.SENT):
            continue
        lexicon = book.vocabularies[text.language].lexicon
        for word in bare(text.text, lexicon):
            if (text.language, word) not in reported:
                reported.add((text.language, word))
                file = f"prompts/{text.language}/lexicon.yaml"
                fix = (
                    f'add it to {file}: "{word}: how it is said", "{word}: {{spelled: true}}", or '
                    "nothing after the colon if you have heard that it is said right"
                )
                at = text.source.within(text.route, word)
                message = f'"{word}" is an abbreviation, and {file} does not say how it is said'
                yield rule.problem(text.source, text.route, message, fix=fix, at=at)


def bare(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The abbreviations of a text that a lexicon does not have, neither whole nor in a word."""
    for word in words_in(text):
        if lexicon.find(word) is None:
            yield from (part for part in abbreviations_in(word) if lexicon.find(part) is None)


RULE = Rule(
    name="bare-abbreviation",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A voice guesses whether to read an abbreviation as a word or letter by letter: PET is the "
        "one, MRI the other. So each one stands in prompts/<language>/lexicon.yaml."
    ),
    why="a caller could hear something that means nothing",
    fix="add the abbreviation to the lexicon",
    check=check,
    example=Example("prompts/en/animals.yaml", "Our cats like", "Our FIV cats like", 18, 9),
)
