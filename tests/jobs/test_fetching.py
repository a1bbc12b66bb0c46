"""Recordings come here, and are gone at Twilio; each step may fail, and may come twice."""

import pytest
from sqlalchemy import delete

from ivr.jobs.errand import Step
from ivr.jobs.fetching import MOST_ATTEMPTS
from ivr.jobs.timing import USUAL
from ivr.records import Records, RecordsError
from ivr.records.tables import voicemails
from tests.jobs.conftest import Clock
from tests.jobs.working import fetching, work
from tests.records.kept import LEASE, NUMBER
from tests.twilio.server import FakeTwilio, Fault

SOUND = b"RIFF" + bytes(range(256)) * 50


def left(records: Records, clock: Clock) -> str:
    """The identity of a voicemail that a caller left."""
    return records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=clock()
    )


def test_a_recording_is_fetched_and_then_deleted_there(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """In this order, when its caller has heard it again; and then there is nothing to do."""
    twilio.account.recordings["RE1"] = SOUND
    voicemail = left(records, clock)
    errand = fetching(records, twilio, clock)
    assert errand.one() is Step.DID
    assert records.voicemails.recording(voicemail, by="ana", now=clock()) == SOUND
    assert (errand.one(), errand.due()) == (Step.NOTHING, clock() + USUAL.heard_again)
    assert twilio.account.recordings == {"RE1": SOUND}
    clock.pass_by(USUAL.heard_again)
    assert errand.one() is Step.DID
    assert twilio.account.recordings == {}
    assert (errand.one(), errand.due()) == (Step.NOTHING, None)


def test_a_recording_that_is_not_ready_is_waited_for(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """Twilio says that it has none, until it has."""
    voicemail = left(records, clock)
    errand = fetching(records, twilio, clock)
    assert errand.one() is Step.DID
    twilio.account.recordings["RE1"] = SOUND
    work(errand, clock)
    assert records.voicemails.recording(voicemail, by="ana", now=clock()) == SOUND
    assert twilio.account.recordings == {}


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.UNREGISTERED])
def test_whatever_goes_wrong_a_recording_comes_here_and_goes_there(
    records: Records, twilio: FakeTwilio, clock: Clock, fault: Fault
) -> None:
    """The first, the third and the fourth request fail."""
    twilio.account.recordings["RE1"] = SOUND
    faults = [fault, None, fault, fault]
    twilio.plan = lambda _method, _path: faults.pop(0) if faults else None
    voicemail = left(records, clock)
    work(fetching(records, twilio, clock), clock)
    assert records.voicemails.recording(voicemail, by="ana", now=clock()) == SOUND
    assert (twilio.account.recordings, records.fetching.given_up()) == ({}, ())


def test_a_recording_that_its_caller_discards_is_deleted_and_never_fetched(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """Nobody hears it."""
    twilio.account.recordings["RE1"] = SOUND
    left(records, clock)
    records.voicemails.discard("RE1", clock())
    work(fetching(records, twilio, clock), clock)
    assert twilio.account.recordings == {}
    assert list(twilio.account.asked) == ["DELETE /Recordings/RE1.json"]


def test_a_recording_that_never_comes_is_given_up_and_can_be_tried_again(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """After hours; it is shown without a number."""
    voicemail = left(records, clock)
    errand = fetching(records, twilio, clock)
    assert work(errand, clock) == MOST_ATTEMPTS
    (shown,) = records.fetching.given_up()
    assert (shown.id, shown.what, shown.error) == (voicemail, "fetch", "not-there")
    twilio.account.recordings["RE1"] = SOUND
    records.fetching.retry(clock())
    work(errand, clock)
    assert twilio.account.recordings == {}


def test_what_is_fetched_while_its_caller_is_forgotten_is_not_kept(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """And Twilio deletes it too."""
    twilio.account.recordings["RE1"] = SOUND
    voicemail = left(records, clock)

    def forgetting(_method: str, _path: str) -> Fault | None:
        records.forget(NUMBER, by="ana", now=clock())
        return None

    twilio.plan = forgetting
    work(fetching(records, twilio, clock), clock)
    assert twilio.account.recordings == {}
    with pytest.raises(RecordsError):
        records.voicemails.recording(voicemail, by="ana", now=clock())


def test_a_row_that_is_gone_meanwhile_ends_it(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """As after its last day."""
    twilio.account.recordings["RE1"] = SOUND
    left(records, clock)
    records.voicemails.discard("RE1", clock())

    def purging(_method: str, _path: str) -> Fault | None:
        with records._store.database.writing() as connection:
            connection.execute(delete(voicemails))
        return None

    twilio.plan = purging
    assert fetching(records, twilio, clock).one() is Step.DID


def test_a_recording_that_ends_each_worker_is_given_up(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """It is shown."""
    left(records, clock)
    for _ in range(MOST_ATTEMPTS):
        assert records.fetching.claim(clock(), LEASE)
        clock.pass_by(LEASE)
    assert fetching(records, twilio, clock).one() is Step.DID
    assert [each.error for each in records.fetching.given_up()] == ["never-ended"]


def test_a_wrong_token_stops_all_and_is_told(
    records: Records, twilio: FakeTwilio, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The operators read which settings to look at; nothing is lost."""
    twilio.account.recordings["RE1"] = SOUND
    left(records, clock)
    twilio.account.token = "newer"
    errand = fetching(records, twilio, clock)
    assert errand.one() is Step.STOP
    assert "TWILIO_AUTH_TOKEN" in caplog.text
    twilio.account.token = "twilio-auth-token"
    work(errand, clock)
    assert twilio.account.recordings == {}
