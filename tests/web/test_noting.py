"""What is noted down of calls: each turn by its kind, and what came of the whole."""

from pathlib import Path

import pytest

from ivr.phone.handset import DialOutcome
from ivr.records.tables import calls, turns
from tests.web.keeping_line import CALLER, EVENING, MORNING, Disk, KeepingLine, act

KEPT = ("4", "1", "call me back", "1", "2", "1", "")
RECORDS = ("8", "0", "2", "1", "")
SAYS_GOODBYE = ("5", "goodbye")
LISTENS = ("4", "1", "zebra", "")

TURNS = [
    ("main.main_menu", "began"),
    ("hospice.menu", "pressed"),
    ("hospice.hospice_what", "pressed"),
    ("hospice.hospice_what", "not_understood"),
    ("hospice.hospice_what", "silent"),
    ("contact.leave_number", "said"),
    ("contact.best_time", "pressed"),
    ("contact.may_know", "pressed"),
    ("main.main_menu", "pressed"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """A disk without a database yet."""
    return Disk(tmp_path)


def test_each_turn_is_noted_with_where_it_led_and_its_kind(disk: Disk) -> None:
    """By no word that was said and no key that was pressed."""
    line = KeepingLine(disk)
    handset = line.calls(CALLER)
    handset.dial()
    for what in (*KEPT[:2], "zebra", "silence", *KEPT[2:-1]):
        if what == "silence":
            handset.stay_silent()
        else:
            act(handset, what)
    assert line.flush()
    noted = sorted(disk.rows(turns), key=lambda turn: turn.sequence)
    assert [(turn.node, turn.outcome) for turn in noted] == TURNS


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (KEPT, ("en", "request", "caller")),
        (RECORDS, ("es", "voicemail", "caller")),
        (SAYS_GOODBYE, ("en", "information", "line")),
        (LISTENS, ("en", "information", "caller")),
    ],
)
@pytest.mark.parametrize("ends", [[None], [0, None], [-1, None], [-1]])
def test_what_came_of_a_call_is_noted_whenever_its_end_is_told(
    disk: Disk, acts: tuple[str, ...], expected: tuple[str, ...], ends: list[int | None]
) -> None:
    """After its last turn, before that, or more than once: Twilio tells both at the same time."""
    line = KeepingLine(disk)
    handset = line.calls(CALLER)
    handset.dial()
    for turn, what in enumerate(acts):
        if turn - len(acts) in ends:
            line.ended()
            line.flush()
        act(handset, what)
    if None in ends:
        line.ended()
    line.ended(status="in-progress")
    assert line.flush()
    (call,) = disk.rows(calls)
    assert (call.started, call.ended) == (EVENING, EVENING)
    assert (call.language, call.outcome, call.how) == expected
    assert call.minutes == 2


def test_a_call_to_somebody_is_noted_as_such(disk: Disk) -> None:
    """If they took it."""
    line = KeepingLine(disk, MORNING)
    outcomes: tuple[DialOutcome, ...] = ("completed", "declined")
    for call, outcome in enumerate(outcomes, 1):
        handset = line.calls(CALLER)
        handset.dial()
        handset.press("0")
        handset.answer_dial(outcome)
        handset.hang_up()
        line.ended(call)
    assert line.flush()
    assert sorted(call.outcome for call in disk.rows(calls)) == ["information", "person"]
    told = {turn.outcome for turn in disk.rows(turns)}
    assert told == {"began", "pressed", "transfer_completed", "transfer_declined"}
