"""line-fault: the program itself breaks a promise."""

from collections.abc import Iterator
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.exploration.counterexample import problems_of
from ivr.authoring.exploration.findings import Promise
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Group, Rule, Stage

PROMISES: Final = (
    Promise.ANSWER,
    Promise.SILENCE_ENDS,
    Promise.MISUNDERSTANDING_ENDS,
    Promise.DANGER,
    Promise.BACK,
    Promise.CALL_ENDS,
)


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report the shortest call that shows a fault of the program."""
    for promise in PROMISES:
        yield from problems_of(rule, book, promise, f"{promise}, but: {{detail}}", "")


RULE = Rule(
    name="line-fault",
    group=Group.CALLS,
    stage=Stage.CALLED,
    about=(
        "No book can bring this about: every event is answered, silence and misunderstanding "
        "come to an end, back leads back, and no call is endless, whatever is written. If you "
        "read this message, the program has a fault."
    ),
    why="a caller would hear an apology, or be caught",
    fix="this is not your fault: report it, with the call below",
    check=check,
    example=None,
)
