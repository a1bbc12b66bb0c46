"""same-phrase: two options of a menu are reached by the same phrase."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.offers import label_place, offers, phrases_of
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the phrases of the options of each menu and each offer."""
    reported = set()
    for offer in offers(book):
        first: dict[str, str] = {}
        for _, target, _ in offer.options:
            for position, phrase in enumerate(phrases_of(book, offer.language, target)):
                folded = " ".join(phrase.lower().split())
                other = first.setdefault(folded, target)
                where = (offer.language, target, position)
                if other != target and where not in reported:
                    reported.add(where)
                    source, (name, *_) = label_place(book, offer.language, target)
                    yield rule.problem(
                        source,
                        (name, "phrases", position),
                        f'"{phrase}" leads to "{other}" as well, in "{offer.node}"',
                    )


RULE = Rule(
    name="same-phrase",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Phrases are what callers say to choose. One that two options of a menu share chooses "
        "neither."
    ),
    why="a caller who says this would be asked again",
    fix="give the phrase to one of them",
    check=check,
    example=Example(
        "prompts/en/animals.yaml", "phrases: [adopt a cat]", "phrases: [adopt a dog]", 16, 13
    ),
)
