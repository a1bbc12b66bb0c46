"""A database that is away, or silent, holds up neither the line's start nor its calls."""

import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.dialogue.actions import KeepMessage, SendText
from ivr.dialogue.events import Outcome
from ivr.records import current, upgrade
from ivr.records.migrating import newest
from ivr.settings import read_settings
from ivr.web import create_app
from ivr.web.keeping import AFTER_FAILURE, FOR_A_PLACE, FOR_THE_START, Caller, Keeper
from ivr.web.upgrading import Upgrading
from tests.web.twilio_requests import CALLER, ENVIRONMENT, call_form, heard, post

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
CALL = Caller(f"CA{'1' * 32}", CALLER, "en")
AT_ONCE = 0.25
"""Seconds, of which a busy machine may take most."""


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a database that takes calls and says nothing."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        yield f"postgresql://me:sesame@127.0.0.1:{sock.getsockname()[1]}/name"


def keeping(url: str) -> Keeper:
    """The keeper of a line with this database."""
    return Keeper(read_settings({**ENVIRONMENT, "IVR_DATABASE_URL": url}))


def seconds_since(began: float) -> float:
    """How long something took."""
    return time.monotonic() - began


def test_a_silent_database_holds_nobody_up(silent: str, caplog: pytest.LogCaptureFixture) -> None:
    """The line is up soon, calls begin at once, and what is not kept is said at once."""
    began = time.monotonic()
    keeper = keeping(silent)
    keeper.start()
    assert seconds_since(began) < FOR_THE_START + 1
    for _ in range(3):
        began = time.monotonic()
        assert keeper.left(CALLER, NOW) is None
        effect = SendText(CALLER, "named:hospice.what")
        assert keeper.perform(effect, CALL, 24, NOW).outcome is Outcome.FAILED
        assert seconds_since(began) < AT_ONCE
    for private in ("sesame", "hospice", CALLER):
        assert private not in caplog.text
    keeper.close()


def test_a_caller_of_a_line_with_a_silent_database_is_greeted_at_once(silent: str) -> None:
    """From the first call on, and each turn after it."""
    settings = read_settings({**ENVIRONMENT, "IVR_DATABASE_URL": silent})
    app = create_app(settings)
    client = app.test_client()
    post(client, "/voice", call_form("CA0"))
    began = time.monotonic()
    assert "Careline" in heard(post(client, "/voice", call_form()))
    assert seconds_since(began) < AT_ONCE
    app.extensions["careline"].keeper.close()


def test_a_database_that_falls_silent_is_not_waited_for_when_a_call_begins(tmp_path: Path) -> None:
    """Not longer than a moment, and then for a while not at all."""
    file = tmp_path / "careline.db"
    keeper = keeping(f"sqlite:///{file}")
    keeper.start()
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        assert keeper.left(CALLER, NOW) is None
        assert FOR_A_PLACE <= seconds_since(began) < FOR_A_PLACE + AT_ONCE
        began = time.monotonic()
        assert keeper.left(CALLER, NOW + AFTER_FAILURE / 2) is None
        assert seconds_since(began) < AT_ONCE
        connection.execute("ROLLBACK")
    connection.close()
    keeper.records.resumes.keep(CALLER, b"\x93\xa2en\xa1n\x00", NOW)
    left = keeper.left(CALLER, NOW + AFTER_FAILURE + timedelta(seconds=1))
    assert left is not None
    assert (left.language, left.place.node) == ("en", "n")
    keeper.close()


def test_a_database_that_comes_back_is_brought_up_to_date(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """By itself, and the operator reads that it went, and that it came."""
    (tmp_path / "kept").write_text("no folder")
    url = f"sqlite:///{tmp_path}/kept/careline.db"
    upgrading = Upgrading(url, again=0.01)
    upgrading.start()
    assert not upgrading.wait(5)
    upgrading.start()
    (tmp_path / "kept").unlink()
    assert upgrading._thread
    upgrading._thread.join(10)
    assert upgrading.done
    assert current(url) == newest()
    assert caplog.text.count("works without its database") == 1
    assert caplog.text.count("there again") == 1


def test_a_line_whose_database_is_there_keeps_from_its_first_call_on(tmp_path: Path) -> None:
    """The start waits for that."""
    keeper = keeping(f"sqlite:///{tmp_path}/careline.db")
    keeper.start()
    message = KeepMessage(f"RE{'1' * 32}", 3)
    assert keeper.perform(message, CALL, 24, NOW).outcome is Outcome.DONE
    keeper.close()


def test_nothing_is_tried_any_more_by_a_line_that_is_closed(tmp_path: Path) -> None:
    """Its thread ends."""
    (tmp_path / "kept").write_text("no folder")
    keeper = keeping(f"sqlite:///{tmp_path}/kept/careline.db")
    keeper.start()
    keeper.close()
    thread = keeper._upgrading._thread
    assert thread
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_that_was_forked_tries_by_itself(tmp_path: Path) -> None:
    """Threads stay behind in the parent; the first caller there has it tried again."""
    (tmp_path / "kept").write_text("no folder")
    url = f"sqlite:///{tmp_path}/kept/careline.db"
    keeper = keeping(url)
    keeper.start()
    (tmp_path / "kept").unlink()
    (tmp_path / "kept").mkdir()
    upgrade(url)
    child = os.fork()
    if not child:  # pragma: no cover - measured in the parent
        ended = 1
        try:
            parents = keeper._upgrading._thread
            keeper.left(CALLER, NOW)
            thread = keeper._upgrading._thread
            if thread is not None and thread is not parents:
                thread.join(10)
            message = KeepMessage(f"RE{'1' * 32}", 3)
            done = keeper.perform(message, CALL, 24, NOW).outcome is Outcome.DONE
            ended = 0 if done else 2
        finally:
            os._exit(ended)
    assert os.waitpid(child, 0)[1] == 0
    keeper.close()
