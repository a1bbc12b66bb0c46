"""What is said to be kept is kept, once; what can't be is said so, and the call goes on."""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgpack
import pytest
from sqlalchemy import Table

from ivr.phone.handset import Handset
from ivr.phone.transport import Exchange, Reply
from ivr.records.postgres import SHORTEST_CONNECT
from ivr.records.tables import calls, requests, texts, turns, voicemails
from ivr.records.voicemails import VoicemailState
from ivr.web.keeping import AFTER_FAILURE
from tests.records.test_unreachable import silent
from tests.web.keeping_line import CALLER, Disk, KeepingLine, act, heard

__all__ = ["silent"]

OTHER = "+13125550143"
PLACE = msgpack.packb(("en", "hospice.hospice_what", 1))

NOT_KEPT = "nothing was saved or sent"
WENT_WRONG = ("something went wrong", "lost our place", "not working")

CALL_BACK = ("4", "1", "call me back", "1", "2", "1")
MESSAGE = ("0", "2", "1", "please call me about my scan", "4")
TEXT = ("4", "1", "6", "1", "#")

CALLS: dict[str, tuple[tuple[str, ...], int, Table, str]] = {
    "call back": (CALL_BACK, 6, requests, "Your reference number is"),
    "message": (MESSAGE, 4, voicemails, "Your message is kept"),
    "text": (TEXT, 4, texts, "The text is on its way"),
}
"""What is done; in which turn after the first it is to be kept, where, and how that is told."""

BEFORE = [(name, turn) for name, (acts, *_) in CALLS.items() for turn in range(len(acts) + 1)]


class Repeated:
    """Brings each request many times, to several lines; each time the answer is the same."""

    def __init__(self, exchanges: Sequence[Exchange], *, at_once: bool) -> None:
        self._exchanges = exchanges
        self._workers = len(exchanges) if at_once else 1
        self._together = threading.Barrier(self._workers)

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """The answer that all gave."""

        def brought(exchange: Exchange) -> Reply:
            self._together.wait()
            return exchange.request(method, url, params)

        with ThreadPoolExecutor(self._workers) as pool:
            first, *others = pool.map(brought, self._exchanges)
        assert [reply.body for reply in others] == [first.body] * len(others)
        return first

    def download(self, url: str) -> bytes | None:
        """As Twilio fetches it."""
        return self._exchanges[0].download(url)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """A disk without a database yet."""
    return Disk(tmp_path)


@pytest.fixture
def line(disk: Disk) -> KeepingLine:
    """A line that is up, in the evening."""
    return KeepingLine(disk)


def placed(line: KeepingLine, caller: str = CALLER, exchange: Exchange | None = None) -> Handset:
    """A call whose caller was greeted."""
    handset = line.calls(caller, exchange)
    handset.dial()
    assert "Careline" in heard(handset)
    return handset


def goes_on(handset: Handset, what: str) -> str:
    """Do it; what the line says, which is no apology, and it waits again."""
    said = act(handset, what)
    assert handset.waiting
    assert not [words for words in WENT_WRONG if words in said]
    return said


def whole(line: KeepingLine, name: str, caller: str) -> str:
    """One of the calls; all that was said after the greeting."""
    handset = placed(line, caller)
    return " ".join(goes_on(handset, what) for what in CALLS[name][0])


@pytest.mark.parametrize(("name", "away_before"), BEFORE)
def test_the_database_goes_away_between_any_two_turns(
    disk: Disk, line: KeepingLine, name: str, away_before: int
) -> None:
    """Callers hear that something is kept just where it is; when it is back, others are served."""
    acts, keeping, table, told = CALLS[name]
    said = ""
    if away_before == 0:
        line.loses_disk()
    handset = placed(line)
    for turn, what in enumerate(acts, 1):
        if turn == away_before:
            line.loses_disk()
        said += goes_on(handset, what)
    if away_before > keeping:
        assert told in said
    else:
        assert told not in said
        assert NOT_KEPT in said
    disk.back()
    kept = away_before > keeping
    assert len(disk.rows(table)) == kept
    assert told in whole(line, name, OTHER)
    assert len(disk.rows(table)) == kept + 1
    assert line.flush()
    assert len(disk.rows(turns)) == 2 * (len(acts) + 1)


@pytest.mark.parametrize("name", CALLS)
def test_a_line_that_starts_without_its_database_makes_it_later(disk: Disk, name: str) -> None:
    """Until then every call goes on, and nothing is said to be kept; no turn is lost."""
    _, _, table, told = CALLS[name]
    disk.away()
    line = KeepingLine(disk)
    said = whole(line, name, CALLER)
    assert told not in said
    assert NOT_KEPT in said
    assert not line.flush()
    disk.back()
    line.looks_again()
    assert told in whole(line, name, OTHER)
    assert len(disk.rows(table)) == 1
    assert line.flush()
    assert len(disk.rows(calls)) == 2


def test_a_place_is_looked_up_again_some_time_after_that_failed(
    disk: Disk, line: KeepingLine
) -> None:
    """And not before, so that a database that is away is not waited for in every call."""
    handset = placed(line)
    for key in "41#":
        goes_on(handset, key)
    handset.hang_up()
    assert line.flush()
    asked = "Your last call here was cut short"
    line.loses_disk()
    assert asked not in heard(placed(line))
    disk.back()
    line.passes(AFTER_FAILURE / 2)
    assert asked not in heard(placed(line))
    line.passes(AFTER_FAILURE / 2)
    assert asked in heard(placed(line))


@pytest.mark.parametrize("kept", [b"", b"\x93", b"\x93\xa2en\xa4gone\x00"])
def test_a_place_that_can_t_be_read_holds_no_call_up(line: KeepingLine, kept: bytes) -> None:
    """Nor does one that the book does not have any more."""
    line.keeper.records.resumes.keep(CALLER, kept, line.now)
    assert "Your last call" not in heard(placed(line))


def test_a_database_that_never_answers_holds_no_call_up(silent: int, tmp_path: Path) -> None:
    """Neither the line's start nor a call's, nor a turn in which something is to be kept."""
    url = f"postgresql://me:sesame@127.0.0.1:{silent}/name"
    began = time.monotonic()
    line = KeepingLine(Disk(tmp_path), url=url)
    handset = placed(line)
    *acts, last = CALL_BACK
    for what in acts:
        goes_on(handset, what)
    assert NOT_KEPT in goes_on(handset, last)
    assert time.monotonic() - began < 3 * (SHORTEST_CONNECT + 1)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("way", ["one after another", "at once", "at once, to two lines"])
def test_a_request_that_comes_again_is_answered_as_before(
    disk: Disk, line: KeepingLine, name: str, way: str
) -> None:
    """Every request of a call; and what is kept, and noted down, is so once."""
    acts, _, table, told = CALLS[name]
    others = [KeepingLine(disk).exchange] if "two lines" in way else []
    exchanges = [line.exchange, *others] * 4
    handset = placed(line, CALLER, Repeated(exchanges, at_once="at once" in way))
    said = " ".join(goes_on(handset, what) for what in acts)
    assert told in said
    assert len(disk.rows(table)) == 1
    assert line.flush()
    assert len(disk.rows(turns)) == len(acts) + 1
    assert len(disk.rows(calls)) == 1


def test_who_wants_no_texts_is_told_that_none_comes(disk: Disk, line: KeepingLine) -> None:
    """That the database works does not mean that everything is kept."""
    line.keeper.records.texts.opt_out(CALLER, line.now)
    said = whole(line, "text", CALLER)
    assert "The text is on its way" not in said
    assert NOT_KEPT not in said
    assert not disk.rows(texts)


def test_a_message_is_said_to_be_erased_only_if_it_is(disk: Disk, line: KeepingLine) -> None:
    """Who hears that it is not can ask for it again, when the database is back."""
    handset = placed(line)
    for what in MESSAGE[:-1]:
        goes_on(handset, what)
    line.loses_disk()
    assert "is erased" not in goes_on(handset, "3")
    disk.back()
    assert [row.state for row in disk.rows(voicemails)] == [VoicemailState.AWAITED]
    for what in MESSAGE[:-1]:
        goes_on(handset, what)
    assert "Your message is erased" in goes_on(handset, "3")
    states = {row.state for row in disk.rows(voicemails)}
    assert states == {VoicemailState.AWAITED, VoicemailState.DISCARDED}


def test_who_does_not_want_to_go_on_begins_anew_whatever_the_database_does(
    disk: Disk, line: KeepingLine
) -> None:
    """What could not be forgotten is asked again in the next call, and nothing else is said."""
    line.keeper.records.resumes.keep(CALLER, PLACE, line.now)
    for away in (True, False):
        handset = placed(line)
        assert "Your last call here was cut short" in heard(handset)
        if away:
            line.loses_disk()
        assert "hospice, press 4" in goes_on(handset, "2")
        if away:
            disk.back()
    assert "Your last call here was cut short" not in heard(placed(line))
