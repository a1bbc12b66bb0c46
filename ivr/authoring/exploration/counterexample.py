"""A call that shows a broken promise: as a problem at its node, and as a file to replay."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, assert_never

from ivr.authoring.exploration.findings import Broken, Promise
from ivr.authoring.problems import Problem
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
)

if TYPE_CHECKING:
    from ivr.authoring.examined import Examined
    from ivr.authoring.rule import Rule

LONGEST_CIRCLE: Final = 50
"""Times that a caller is silent or mumbles in a replay, long enough for any ladder to end."""

EXPECTED: Final = {
    Promise.ANSWER: ("# then the line should answer, and not apologise", "ends: false"),
    Promise.WAY_ON: ("# the caller should be able to go on from here", "ends: false"),
    Promise.SILENCE_ENDS: (f"silence: {LONGEST_CIRCLE}", "ends: true"),
    Promise.MISUNDERSTANDING_ENDS: (f"silence: {LONGEST_CIRCLE}", "ends: true"),
    Promise.PERSON: ("# a person should be called, or a number read", "ends: false"),
    Promise.BACK: ("# the caller should be where they were", "ends: false"),
    Promise.CALL_ENDS: ("# after the longest call, the line should say goodbye", "ends: true"),
}
"""By promise: what should come after the call, as steps of a call file."""


def problems_of(
    rule: "Rule", book: "Examined", promise: Promise, message: str, field: str
) -> Iterator[Problem]:
    """A problem for the shortest call of each node that breaks a promise.

    It stands at the node, or at ``field`` of ``flows/service.yaml`` where that is to blame.
    """
    broken = [found for found in book.exploration.broken if found.promise is promise]
    if field and broken:
        broken = [min(broken, key=lambda found: len(found.call))]
    for found in broken:
        flow, _, name = found.node.partition(".")
        where = (
            ("flows/service.yaml", (field,)) if field else (f"flows/{flow}.yaml", ("nodes", name))
        )
        source = book.manuscript.sources[where[0]]
        problem = rule.problem(
            source,
            where[1],
            message.format(node=name, detail=found.detail),
            why=f"{rule.why}; call: {', '.join(map(told, found.call))}",
        )
        book.replays[problem] = replay(found)
        yield problem


def told(event: Event) -> str:
    """An event as it is told in a message."""
    match event:
        case CallStarted():
            return "start"
        case DigitsPressed():
            return event.digits
        case SilenceFell():
            return "silence"
        case SpeechHeard():
            return f'"{event.utterance}"'
        case TransferEnded():
            return f"the transfer is {event.outcome}"
        case CallResumed():
            return "the line apologises"
        case _:
            assert_never(event)


def replay(broken: Broken) -> str:
    """The call as a file that ``ivr test`` plays, with what should be true at its end."""
    lines = [f"call: {broken.promise}", "steps:"]
    dials = any(isinstance(event, TransferEnded) for event in broken.call)
    if dials:
        lines.insert(1, 'environment: {IVR_STAFF_NUMBERS: "+15555550100"}')
    lines += [f"  - {step}" for event in broken.call if (step := _step(event))]
    comment_or_step, last = EXPECTED[broken.promise]
    lines.append(
        f"  {comment_or_step}" if comment_or_step.startswith("#") else f"  - {comment_or_step}"
    )
    return "\n".join([*lines, f"  - {last}"])


def _step(event: Event) -> str:
    match event:
        case DigitsPressed():
            return f'press: "{event.digits}"'
        case SilenceFell():
            return "silence: true"
        case SpeechHeard():
            return f'says: "{event.utterance}"'
        case TransferEnded():
            return f"dial_outcome: {event.outcome.replace('_', '-')}"
        case CallStarted() | CallResumed():
            return ""
        case _:
            assert_never(event)
