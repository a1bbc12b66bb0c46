"""Times, numbers and languages, as staff read them."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.web.console import wording

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59.9, "less than a minute"),
        (60, "1 minute"),
        (3_599, "59 minutes"),
        (3_600, "1 hour"),
        (86_399, "23 hours"),
        (86_400, "1 day"),
        (300_000, "3 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(seconds: float, words: str) -> None:
    """Never more than it is."""
    assert wording.span(seconds) == words


def test_what_is_due_is_told_from_now() -> None:
    """Before and after; the moment itself is not late."""
    assert wording.due(NOW, NOW) == "Due in less than a minute"
    assert wording.due(NOW, NOW + timedelta(minutes=5)) == "Overdue by 5 minutes"


def test_a_moment_of_another_year_has_its_year() -> None:
    """One of this year has none."""
    assert wording.moment(NOW, NOW) == "Mon 2 March, 15:00"
    assert wording.moment(NOW, NOW + timedelta(days=365)) == "Mon 2 March 2026, 15:00"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("+15555550100", "+1 555-555-0100"), ("+34910000000", "+34 910 00 00 00"), ("?", "?")],
)
def test_a_number_is_grouped_as_people_dial_it(written: str, shown: str) -> None:
    """One that no plan knows stays as it was written."""
    assert wording.number(written) == shown


@pytest.mark.parametrize(
    ("code", "name"), [("es", "Spanish"), ("pt-BR", "Portuguese (Brazil)"), ("xx", "xx"), ("", "")]
)
def test_a_language_has_its_english_name(code: str, name: str) -> None:
    """Its code where nobody knows it."""
    assert wording.language(code) == name


def test_counts_are_told_as_a_range() -> None:
    """The true count is in it."""
    assert [wording.counted(count) for count in (0, 5, 420)] == [
        "fewer than 5",
        "5 to 9",
        "420 to 424",
    ]


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (65, "1 min 5 s")])
def test_a_length_is_short(seconds: int, words: str) -> None:
    """Minutes only where there are some."""
    assert wording.length(seconds) == words
