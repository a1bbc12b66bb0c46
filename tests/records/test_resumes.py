"""Where a caller was, for half an hour."""

from datetime import timedelta

from ivr.records import Records
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


def test_a_place_is_found_while_its_key_is_listed(records: Records, url: str) -> None:
    """After keys rotated there is one place still, and none when the older key is gone."""
    records.resumes.keep(NUMBER, b"here", NOW)
    both = Records(url, [NEWER_KEY, KEY])
    assert both.resumes.find(NUMBER, NOW) == b"here"
    assert Records(url, [NEWER_KEY]).resumes.find(NUMBER, NOW) is None
    both.resumes.keep(NUMBER, b"there", NOW)
    assert both.resumes.find(NUMBER, NOW) == b"there"
    both.close()
    assert counts(url)["resumes"] == 1
