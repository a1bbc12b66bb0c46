"""Where a caller was, for half an hour."""

from datetime import timedelta

from sqlalchemy import select, update

from ivr.records import Records
from ivr.records.calls import PlaceLeft
from ivr.records.database import Database
from ivr.records.tables import resumes
from tests.records.kept import KEY, NEWER_KEY, NOW, NUMBER, OTHER, counts


def test_a_caller_goes_on_where_they_were(records: Records, url: str) -> None:
    """The last place counts, under their own number only, and until half an hour has passed."""
    records.resumes.keep(NUMBER, b"before", NOW)
    records.resumes.keep("+1 (555) 555-0100", b"here", NOW)
    assert counts(url)["resumes"] == 1
    assert records.resumes.find(NUMBER, NOW + timedelta(minutes=29)) == b"here"
    assert records.resumes.find(NUMBER, NOW + timedelta(minutes=30)) is None
    assert records.resumes.find(OTHER, NOW) is None
    records.resumes.drop(NUMBER)
    assert records.resumes.find(NUMBER, NOW) is None


def test_a_place_is_kept_no_longer_than_it_was_said(records: Records) -> None:
    """Also one that the journal writes."""
    records.resumes.keep(NUMBER, b"here", NOW, timedelta(minutes=5))
    place, five = ("en", "hospice.what", 0), timedelta(minutes=5)
    records.journal.put(PlaceLeft(OTHER, place, NOW, five))
    assert records.journal.flush()
    for number in (NUMBER, OTHER):
        assert records.resumes.find(number, NOW + timedelta(minutes=4))
        assert records.resumes.find(number, NOW + timedelta(minutes=5)) is None


def test_a_place_that_was_moved_to_another_number_is_not_opened(records: Records, url: str) -> None:
    """Who can write to the database can't send a caller to where somebody else was."""
    records.resumes.keep(NUMBER, b"here", NOW)
    records.resumes.keep(OTHER, b"there", NOW)
    database = Database(url)
    with database.writing() as connection:
        state = select(resumes.c.state).limit(1).scalar_subquery()
        connection.execute(update(resumes).values(state=state))
    database.close()
    found = {records.resumes.find(number, NOW) for number in (NUMBER, OTHER)}
    assert None in found
    assert len(found) == 2


def test_a_place_is_found_while_its_key_is_listed(records: Records, url: str) -> None:
    """After keys rotated there is one place still, and none when the older key is gone."""
    records.resumes.keep(NUMBER, b"here", NOW)
    both = Records(url, [NEWER_KEY, KEY])
    assert both.resumes.find(NUMBER, NOW) == b"here"
    newer = Records(url, [NEWER_KEY])
    assert newer.resumes.find(NUMBER, NOW) is None
    newer.close()
    both.resumes.keep(NUMBER, b"there", NOW)
    assert both.resumes.find(NUMBER, NOW) == b"there"
    both.close()
    assert counts(url)["resumes"] == 1
