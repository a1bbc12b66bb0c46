"""slow-part: a part takes longer than 45 seconds."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.recorded import part_passage
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.texts import Kind
from ivr.dialogue.book import Pace
from ivr.dialogue.wording import Passage
from ivr.speech.duration import passage_seconds

LONGEST: Final = 45
"""Seconds of a part (the voice rules)."""


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Time each part, its telephone numbers said twice included."""
    pace = book.book.service.paces[Pace.NORMAL]
    for text in book.texts:
        if text.kind is not Kind.PART or text.node not in book.book.nodes:
            continue
        language = book.book.languages[text.language]
        pieces = book.vocabularies[text.language].pieces(text.text)
        seconds = passage_seconds(Passage(part_passage(text), pieces), pace, language)
        if seconds > LONGEST:
            message = f"this part takes {seconds:.0f} seconds; {LONGEST} is the most"
            yield rule.problem(text.source, text.route, message)


RULE = Rule(
    name="slow-part",
    group=Group.ACCESS,
    stage=Stage.WHOLE,
    about=(
        "A part is what is heard without a break. A telephone number takes about twelve "
        "seconds, since it is said twice with time to write. Time is estimated at the normal "
        "pace, or measured where the line plays sound."
    ),
    why="a caller would have to listen for more than 45 seconds without a break",
    fix="split it into two parts, each after a dash",
    check=check,
    example=Example(
        "prompts/en/main.yaml",
        "Grief for a pet is real. If you would like to talk, call {name:talk} at {number:talk}.",
        "Grief is real. Call {number:talk}, {number:talk}, {number:shelter}, or {number:shelter}.",
        28,
        7,
    ),
)
