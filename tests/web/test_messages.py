"""A caller hears their own message again, wherever it is by then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.records import Records
from ivr.settings import read_settings
from ivr.telephony.token import MessageTokens
from ivr.web import create_app
from ivr.web.line import Line
from tests.jobs.test_fetching import SOUND
from tests.records.kept import LEASE
from tests.twilio.server import FakeTwilio
from tests.web.twilio_requests import CALLER, ENVIRONMENT

SID = f"RE{'1' * 32}"
MOMENT = datetime(2026, 11, 24, 15, tzinfo=UTC)


@dataclass
class Heard:
    """A line and its Twilio, to hear a message at."""

    line: Line
    twilio: FakeTwilio

    @property
    def records(self) -> Records:
        """What the line keeps."""
        return self.line.keeper.records

    def again(self, after: timedelta = timedelta()) -> bytes | None:
        """What is played at an address made that long ago; None where there is nothing."""
        minute = int((MOMENT - after).timestamp()) // 60
        token = MessageTokens(self.line.settings.secret_keys).seal(SID, minute)
        response = create_app(line=self.line).test_client().get(f"/audio/message/{token}")
        assert response.status_code in (200, 404)
        return response.data if response.status_code == 200 else None


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """A line that has kept a message."""
    with FakeTwilio() as twilio:
        database = f"sqlite:///{tmp_path}/careline.db"
        environment = {"IVR_DATABASE_URL": database, "IVR_TWILIO_API": twilio.url}
        line = Line(read_settings({**ENVIRONMENT, **environment}), MOMENT.timestamp)
        line.keeper.start()
        line.keeper.records.voicemails.add(
            provider_sid=SID, number=CALLER, language="en", seconds=3, now=MOMENT
        )
        yield Heard(line, twilio)
        line.keeper.close()


def test_a_message_is_heard_again_before_and_after_a_worker_took_it(heard: Heard) -> None:
    """From Twilio, then from here; for some minutes, and by nobody who has no address of ours."""
    assert heard.again() is None
    heard.twilio.account.recordings[SID] = SOUND
    assert heard.again() == SOUND
    voicemail = heard.records.fetching.claim(MOMENT, LEASE)
    assert voicemail
    heard.records.fetching.fetched(voicemail.id, SOUND, MOMENT)
    heard.twilio.account.recordings.clear()
    assert heard.again() == SOUND
    assert heard.again(timedelta(minutes=6)) is None
    assert create_app(line=heard.line).test_client().get("/audio/message/x").status_code == 404


def test_a_message_that_was_erased_is_not_heard_again(heard: Heard) -> None:
    """Not even by its own address."""
    voicemail = heard.records.fetching.claim(MOMENT, LEASE)
    assert voicemail
    heard.records.fetching.fetched(voicemail.id, SOUND, MOMENT)
    heard.records.voicemails.discard(SID, MOMENT)
    assert heard.again() is None
