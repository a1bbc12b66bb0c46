"""time-limits: the warning before the end of a call comes before the call."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the two limits."""
    limits = book.service.limits
    if limits.warn_before >= limits.longest_call:
        yield rule.problem(
            book.manuscript.sources["flows/service.yaml"],
            ("limits", "warn_before"),
            f"the warning would come {limits.warn_before} seconds before the end of a call "
            f"that lasts {limits.longest_call} at most",
        )


RULE = Rule(
    name="time-limits",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "A caller is warned some time before the longest call ends, so the warning is shorter "
        "than the call."
    ),
    why="every call would begin with a warning that it must end",
    fix="make `warn_before` much smaller than `longest_call`",
    check=check,
    example=Example("flows/service.yaml", "warn_before: 180 ", "warn_before: 3600 ", 36, 16),
)
