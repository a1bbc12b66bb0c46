"""Reminders of what waits: each once a day, for as long as nobody sees to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from ivr.records import Overdue, Records
from tests.records.kept import NOW, OTHER, SOON, wish

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_a_request_that_is_overdue_reminds_once_a_day(records: Records) -> None:
    """Neither before it is due nor twice, however many ask; another brings all that wait."""
    records.requests.create(wish(), NOW)
    assert records.remind(SOON).requests is None
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: records.remind(SOON + MINUTE).requests, range(8)))
    assert [each for each in told if each] == [Overdue(1, SOON)]
    records.requests.create(wish("CA2", OTHER, due=SOON + MINUTE), NOW)
    assert records.remind(SOON + 2 * MINUTE).requests == Overdue(2, SOON)
    assert records.remind(SOON + DAY).requests is None
    assert records.remind(SOON + MINUTE + DAY).requests == Overdue(2, SOON)


def test_a_request_that_somebody_took_reminds_nobody(records: Records) -> None:
    """Nor one that is done."""
    for key, number in (("CA1", OTHER), ("CA2", OTHER)):
        reference = records.requests.create(wish(key, number), NOW)
        change = records.requests.take if key == "CA1" else records.requests.done
        change(reference, by="ana", now=NOW)
    assert records.remind(SOON + DAY).requests is None


def test_a_message_that_nobody_heard_for_a_day_reminds_once_a_day(records: Records) -> None:
    """Whether it could be fetched or not; one that was heard, done or erased reminds nobody."""
    sids = ("RE1", "RE2", "RE3", "RE4", "RE5")
    made = {
        sid: records.voicemails.add(
            provider_sid=sid, number=OTHER, language="en", seconds=3, now=NOW
        )
        for sid in sids
    }
    for sid in sids[1:]:
        records.fetching.fetched(made[sid], b"sound", NOW)
    records.voicemails.recording(made["RE3"], by="ana", now=NOW)
    records.voicemails.done(made["RE4"], by="ana", now=NOW)
    records.voicemails.discard("RE5", NOW)
    assert records.remind(NOW + DAY).messages is None
    assert records.remind(NOW + DAY + MINUTE).messages == Overdue(2, NOW)
    assert records.remind(NOW + DAY + 2 * MINUTE).messages is None
    assert records.remind(NOW + 2 * DAY + MINUTE).messages == Overdue(2, NOW)
    assert records.remind(NOW + 2 * DAY + MINUTE).requests is None
