"""A call that shows a broken promise: as a problem at its node, and as a file to replay."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, assert_never

from ivr.authoring.exploration.calls import SOMEBODY
from ivr.authoring.exploration.findings import Broken, Promise
from ivr.authoring.problems import Problem
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    MessageRecorded,
    Performed,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
)

if TYPE_CHECKING:
    from ivr.authoring.examined import Examined
    from ivr.authoring.rule import Rule

ROUNDS: Final = 12
"""Times that a caller is silent or mumbles in a replay: any sound ladder has ended before."""

SHOWN: Final = {
    Promise.ANSWER: ("  # here the line stops, and the caller hears an apology",),
    Promise.WAY_ON: ("  # here no key leads on",),
    Promise.SILENCE_ENDS: (f"  - silence: {ROUNDS}",),
    Promise.MISUNDERSTANDING_ENDS: ('  - says: "lorem ipsum"',) * ROUNDS,
    Promise.PERSON: ("  # here a person should have been called, or a number read",),
    Promise.BACK: ("  # here the caller should be where they were",),
    Promise.DANGER: ("  # here danger should have been answered",),
    Promise.CALL_ENDS: ("  # from here on the call can be longer than the longest call",),
}
"""By promise: what stands at the end of the call, to show how it is broken."""


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
        source, route = book.in_flow(found.node)
        if field:
            source, route = book.manuscript.sources["flows/service.yaml"], (field,)
        problem = rule.problem(
            source,
            route,
            message.format(node=found.node.partition(".")[2], detail=found.detail),
            why=f"{rule.why}; call: {', '.join(map(told, found.call))}",
        )
        book.replays[problem] = replay(
            found, [group.numbers_from for group in book.service.staff.values()]
        )
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
        case MessageRecorded():
            return f"a message of {event.seconds} seconds"
        case Performed():
            return f"it is {event.outcome}"
        case _:
            assert_never(event)


def replay(broken: Broken, staff: Sequence[str] = ()) -> str:
    """The call as a file that ``ivr test`` plays. It goes as written while the fault is there.

    ``staff`` are the environment variables that hold the numbers of staff.
    """
    lines = [f'call: "not so: {broken.promise}"']
    if any(isinstance(event, TransferEnded) for event in broken.call):
        numbers = ", ".join(f'{name}: "{SOMEBODY}"' for name in staff)
        lines.append(f"environment: {{{numbers}}}")
    steps = [f"  - {step}" for event in broken.call if (step := _step(event))]
    return "\n".join([*lines, "steps:", *steps, *SHOWN[broken.promise], "  - ends: false"])


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
        case MessageRecorded():
            return 'says: "a message"' if event.seconds else "silence: true"
        case CallStarted() | CallResumed() | Performed():
            return ""
        case _:
            assert_never(event)
