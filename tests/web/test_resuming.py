"""A place at which a call broke off is kept for as long as the book says, and no longer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ivr.settings import read_settings
from ivr.web import create_app
from ivr.web.line import Line
from tests.web.twilio_requests import CALLER, ENVIRONMENT, action_of, call_form, post

MOMENT = datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_a_place_is_kept_for_the_minutes_of_the_book(tmp_path: Path) -> None:
    """Five, if it says five."""
    url = f"sqlite:///{tmp_path}/careline.db"
    line = Line(read_settings({**ENVIRONMENT, "IVR_DATABASE_URL": url}), MOMENT.timestamp)
    line.book = replace(line.book, service=replace(line.book.service, resume_within=5))
    line.keeper.start()
    client = create_app(line=line).test_client()
    action = action_of(post(client, "/voice", call_form()))
    for key in "41":
        action = action_of(post(client, action, call_form(Digits=key)))
    assert line.keeper.records.journal.flush()
    assert line.keeper.left(CALLER, MOMENT + timedelta(minutes=4))
    assert line.keeper.left(CALLER, MOMENT + timedelta(minutes=5)) is None
    line.keeper.close()
