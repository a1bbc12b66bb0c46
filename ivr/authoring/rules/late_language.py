"""late-language: another language is not offered in the first eight seconds of a call."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.dialogue import CallStarted, opening, step
from ivr.dialogue.book import Pace
from ivr.dialogue.wording import Aside
from ivr.speech.duration import piece_seconds

LATEST: Final = 8
"""Seconds from the beginning of a call until each other language has been offered in itself."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Time the greeting up to the end of the last offer."""
    first, *others = book.service.languages
    language, pace = book.book.languages[first], book.book.service.paces[Pace.NORMAL]
    elapsed, offered = 0.0, dict.fromkeys(others, float("inf"))
    for passage in step(book.book, opening(book.book), CallStarted()).speech.passages:
        for piece in language.passages[passage].pieces:
            speaker = book.book.languages[piece.language] if isinstance(piece, Aside) else language
            elapsed += piece_seconds(piece, pace, speaker)
            if isinstance(piece, Aside):
                offered[piece.language] = min(elapsed, offered[piece.language])
    for other, seconds in offered.items():
        if seconds > LATEST:
            when = f"after {seconds:.0f} seconds" if seconds < float("inf") else "nowhere"
            yield rule.problem(
                book.manuscript.sources["flows/service.yaml"],
                ("languages", other),
                f'"{other}" is offered {when} in the greeting; {LATEST} seconds are the most',
                key=True,
            )


RULE = Rule(
    name="late-language",
    group=Group.ACCESS,
    stage=Stage.WHOLE,
    about=(
        "Who does not understand the greeting waits a few seconds for their own language, and "
        "then hangs up. {languages} in the first words of a call offers each other language in "
        "itself, with the text `language_offer` of its prompts/<language>/service.yaml."
    ),
    why="a caller who does not understand the first language would give up",
    fix="write {languages} early in the greeting, and `language_offer` under templates",
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "shelter. {languages} For",
        "shelter. For",
        14,
        3,
        reported_in="flows/service.yaml",
        twin="fr",
    ),
)
