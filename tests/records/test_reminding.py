"""Reminders of requests that wait: each once a day, for as long as nobody sees to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from ivr.records import Records
from ivr.records.reminding import Overdue
from tests.records.kept import NOW, OTHER, SOON, wish

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_a_request_that_is_overdue_reminds_once_a_day(records: Records) -> None:
    """Neither before it is due nor twice, however many ask; another brings all that wait."""
    records.requests.create(wish(), NOW)
    assert records.remind(SOON) is None
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: records.remind(SOON + MINUTE), range(8)))
    assert [each for each in told if each] == [Overdue(1, SOON)]
    records.requests.create(wish("CA2", OTHER, due=SOON + MINUTE), NOW)
    assert records.remind(SOON + 2 * MINUTE) == Overdue(2, SOON)
    assert records.remind(SOON + DAY) is None
    assert records.remind(SOON + MINUTE + DAY) == Overdue(2, SOON)


def test_a_request_that_somebody_took_reminds_nobody(records: Records) -> None:
    """Nor one that is done."""
    for key, number in (("CA1", OTHER), ("CA2", OTHER)):
        reference = records.requests.create(wish(key, number), NOW)
        change = records.requests.take if key == "CA1" else records.requests.done
        change(reference, by="ana", now=NOW)
    assert records.remind(SOON + DAY) is None
