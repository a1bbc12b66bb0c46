"""unsure-word: a voice may say a word wrong."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.pronunciation import unsure_words
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for each word in the dictionary of its language and in the book's lexicon."""
    reported = set()
    for text in book.speakable:
        if text.kind in (Kind.TEMPLATE, Kind.SENT):
            continue
        lexicon = book.vocabularies[text.language].lexicon
        for word in unsure_words(text.text, text.language, lexicon):
            if (text.language, word.lower()) not in reported:
                reported.add((text.language, word.lower()))
                message = f'"{word}" is in no dictionary, so a voice may say it wrong'
                fix = (
                    f'add it to prompts/{text.language}/lexicon.yaml: "{word}: how it is said", '
                    "or nothing after the colon if you have heard that it is said right"
                )
                at = text.source.within(text.route, word)
                yield rule.problem(text.source, text.route, message, fix=fix, at=at)


RULE = Rule(
    name="unsure-word",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "A voice guesses at words that are in no dictionary: abbreviations, names, new "
        "medicines. prompts/<language>/lexicon.yaml says how they are said. Only English has "
        "a dictionary here yet."
    ),
    why="a caller could not understand the word",
    fix="add the word to the lexicon",
    check=check,
    example=Example("prompts/en/animals.yaml", "Our cats like", "Our Zmudgies like", 18, 9),
    severity="warning",
)
