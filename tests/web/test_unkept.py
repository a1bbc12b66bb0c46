"""A message that a caller agreed to and spoke is kept, whatever else goes wrong in that turn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from ivr.dialogue.actions import DiscardMessage, KeepMessage, SendText
from ivr.dialogue.events import Outcome
from ivr.dialogue.nodes import Record
from ivr.records import VoicemailState
from ivr.settings import read_settings
from ivr.web.line import Line
from ivr.web.unkept import unkept
from tests.records.kept import LEASE
from tests.web.twilio_requests import CALLER, ENVIRONMENT, call_form

MOMENT = datetime(2026, 11, 24, 15, tzinfo=UTC)
CALL_SID = f"CA{'1' * 32}"
SID = f"RE{'1' * 32}"
URL = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{SID}"
RECORDED = {"RecordingUrl": URL, "RecordingDuration": "7"}


@dataclass
class Answering:
    """A line to which messages come."""

    line: Line

    def after(self, recorded: Mapping[str, str], token: str | None) -> str:
        """What the caller hears after something was recorded."""
        return self.line.answer(call_form(CALL_SID, **recorded), token)

    def token(self, keys: str) -> str:
        """Where a call is after these keys."""
        token: str | None = None
        for key in ("", *keys):
            answer = self.line.answer(call_form(CALL_SID, Digits=key), token)
            token = answer.partition("/voice/")[2].partition('"')[0]
        assert token
        return token

    def kept(self) -> list[tuple[str | None, str | None, VoicemailState, int]]:
        """The messages that are to be fetched, or erased."""
        found = []
        while message := self.line.keeper.records.fetching.claim(MOMENT, LEASE):
            found.append((message.provider_sid, message.number, message.state, message.seconds))
        return found


KEPT = [(SID, CALLER, VoicemailState.AWAITED, 7)]


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Answering]:
    """A line with staff and a database."""
    database = f"sqlite:///{tmp_path}/careline.db"
    environment = {"IVR_DATABASE_URL": database, "IVR_STAFF_NUMBERS": "+15555550100"}
    line = Line(read_settings({**ENVIRONMENT, **environment}), MOMENT.timestamp)
    line.keeper.start()
    yield Answering(line)
    line.keeper.close()


def without_messages(line: Line) -> None:
    """The book of the next version, in which nobody leaves messages."""
    nodes = {name: node for name, node in line.book.nodes.items() if not isinstance(node, Record)}
    line.book = replace(line.book, version="next", nodes=MappingProxyType(nodes))


@pytest.mark.parametrize("token", ["junk", None])
def test_a_message_of_a_call_that_lost_its_place_is_kept(
    answering: Answering, token: str | None
) -> None:
    """And the call goes on."""
    assert "<Gather" in answering.after(RECORDED, token)
    assert answering.kept() == KEPT


@pytest.mark.parametrize("place", ["", "1", "41"])
def test_a_message_that_comes_where_nobody_waits_for_it_is_kept(
    answering: Answering, place: str
) -> None:
    """In a menu or a text; once, however often it comes."""
    token = answering.token(place)
    for _ in range(2):
        answering.after(RECORDED, token)
    assert answering.kept() == KEPT


def test_a_message_is_kept_if_the_book_changed_meanwhile(answering: Answering) -> None:
    """Also where the next one has no messages any more."""
    token = answering.token("021")
    without_messages(answering.line)
    answering.after(RECORDED, token)
    assert answering.kept() == KEPT


def test_a_message_is_kept_if_its_turn_fails(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller hears an apology, and after that fails too, whom to call."""

    def failing(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("ivr.web.line.step", failing)
    assert "800" in answering.after(RECORDED, None)
    assert answering.kept() == KEPT


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"RecordingSid": SID, "RecordingDuration": "9"}, 9),
        ({"RecordingUrl": f"{URL}.json", "RecordingDuration": "9"}, 9),
        ({"RecordingUrl": URL, "RecordingDuration": "?"}, 1),
        ({"RecordingUrl": URL}, 1),
        ({"RecordingUrl": URL, "DialCallStatus": "completed", "RecordingDuration": "9"}, 9),
    ],
)
def test_however_a_message_is_told_of_it_is_kept(
    answering: Answering, told: Mapping[str, str], seconds: int
) -> None:
    """How long it is may be unknown."""
    answering.after(told, "junk")
    assert answering.kept() == [(SID, CALLER, VoicemailState.AWAITED, seconds)]


def test_a_recording_of_nothing_is_erased(answering: Answering) -> None:
    """Nobody has to listen to it, and the provider keeps none."""
    answering.after({"RecordingUrl": URL, "RecordingDuration": "0"}, "junk")
    assert answering.kept() == [(SID, None, VoicemailState.DISCARDED, 0)]


def test_where_nothing_was_recorded_nothing_is_kept(answering: Answering) -> None:
    """Nor what can be no recording."""
    for told in ({}, {"RecordingUrl": ""}, {"RecordingUrl": "https://example.org/x"}):
        answering.after({**told, "Digits": "1"}, "junk")
    assert answering.kept() == []


def test_a_message_that_was_erased_is_not_kept_again(answering: Answering) -> None:
    """However late the request that tells of it comes once more."""
    token = answering.token("0")
    answering.line.keeper.records.voicemails.discard(SID, MOMENT)
    answering.after(RECORDED, token)
    assert answering.kept() == [(SID, None, VoicemailState.DISCARDED, 0)]


@pytest.mark.parametrize("effect", [KeepMessage, DiscardMessage])
def test_what_its_turn_saw_to_is_not_done_again(effect: type) -> None:
    """Whatever came of it: the caller was told."""
    assert unkept(RECORDED, {effect: Outcome.FAILED}) is None
    assert unkept(RECORDED, {SendText: Outcome.DONE}) == KeepMessage(SID, 7)
