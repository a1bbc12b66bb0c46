"""Opening hours in words, as speakers of each language say them."""

from pathlib import Path

import pytest

from ivr.authoring.hours import hours_passages, schedule
from ivr.authoring.openings import DAYS
from ivr.authoring.schema import HoursWordsShape, LineShape
from ivr.dialogue import Book
from ivr.dialogue.schedule import DAY, Standing
from ivr.dialogue.wording import Words
from tests.dialogue.test_step import play
from tests.manuscripts import problems_of, toy_files

ENGLISH = HoursWordsShape(
    always="Always.",
    open="Open until {time}, {zone}.",
    opens_today="Today at {time}, {zone}.",
    opens_tomorrow="Tomorrow at {time}, {zone}.",
    opens_on="On {day} at {time}, {zone}.",
)
SPANISH = HoursWordsShape(
    at="las {time}",
    at_one="la {time}",
    always="Siempre.",
    open="Hasta {time}, {zone}.",
    opens_today="Hoy a {time}, {zone}.",
    opens_tomorrow="Mañana a {time}, {zone}.",
    opens_on="El {day} a {time}, {zone}.",
)


def line(hours: object) -> LineShape:
    """A telephone line with these hours."""
    return LineShape.model_validate(
        {"number": "988", "offers": "help", "source": "leaf", "confidence": "high", "hours": hours}
    )


def said(words: HoursWordsShape, locale: str, hours: object) -> set[str]:
    """Everything that can be said of a line with these hours."""
    return {
        piece.text
        for passage in hours_passages({"x": line(hours)}, words, locale).values()
        for piece in passage.pieces
        if isinstance(piece, Words)
    }


AFTERNOON = {"zone": "America/New_York", "open": {"tue": "13:00-17:30"}}


def test_english_hours_are_said_in_english() -> None:
    """Times with the part of the day, days, and the zone that people know."""
    assert said(ENGLISH, "en-US", AFTERNOON) == {
        "Open until 5:30 in the afternoon, Eastern Time.",
        "Today at 1 in the afternoon, Eastern Time.",
        "Tomorrow at 1 in the afternoon, Eastern Time.",
        "On Tuesday at 1 in the afternoon, Eastern Time.",
    }


def test_spanish_hours_are_said_in_spanish() -> None:
    """One o'clock is *la una*, the others are *las*."""
    assert said(SPANISH, "es-US", AFTERNOON) == {
        "Hasta las 5:30 de la tarde, hora oriental.",
        "Hoy a la 1 de la tarde, hora oriental.",
        "Mañana a la 1 de la tarde, hora oriental.",
        "El martes a la 1 de la tarde, hora oriental.",
    }


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", "Eastern Time"),
        ("America/Phoenix", "Mountain Standard Time"),
        ("UTC", "Coordinated Universal Time"),
    ],
)
def test_a_zone_without_summer_time_is_named_by_its_standard_time(zone: str, expected: str) -> None:
    """In summer, Phoenix is not on the time of Denver; and no zone is an unknown region."""
    hours = {"zone": zone, "open": {"tue": "13:00-17:30"}}
    assert f"Open until 5:30 in the afternoon, {expected}." in said(ENGLISH, "en-US", hours)


def test_a_country_without_times_of_its_own_has_those_of_its_language() -> None:
    """A locale that Twilio takes and the Unicode CLDR does not know breaks no book."""
    assert said(SPANISH, "es-XX", AFTERNOON) == said(SPANISH, "es-US", AFTERNOON)


def test_a_language_without_words_for_times_is_told_so(tmp_path: Path) -> None:
    """The line starts all the same, and the mark is what the editor is told to leave out."""
    files = toy_files()
    words = "hours: {always: A., " + ", ".join(
        f'{name}: "{{day}} {{time}} {{zone}}."'
        for name in ("open", "opens_today", "opens_tomorrow", "opens_on")
    )
    changes = {
        "flows/service.yaml": files["flows/service.yaml"].replace("eo-EO", "qq-QQ"),
        "prompts/eo/service.yaml": files["prompts/eo/service.yaml"] + words + "}\n",
        "prompts/directory.yaml": files["prompts/directory.yaml"].replace("}", ", hours: always}"),
    }
    assert problems_of(tmp_path, changes) == []
    eo = "prompts/eo/main.yaml"
    marked = files[eo].replace("Bye en Esperanto.", '"Bye. {hours:help}"')
    (problem,) = problems_of(tmp_path, {**changes, eo: marked})
    assert problem.rule == "unknown-hours"
    assert '"qq-QQ"' in problem.message


def test_a_line_that_always_answers_has_one_sentence() -> None:
    """No time and no zone where nothing ever changes."""
    assert said(ENGLISH, "en-US", "always") == {"Always."}


def test_days_can_go_over_the_end_of_the_week() -> None:
    """From Saturday to Monday is three days."""
    found = schedule(line({"zone": "UTC", "open": {"sat-mon": "10:00-11:00"}}))
    assert found is not None
    days = {DAYS[start // DAY] for start, _ in found.spans}
    assert days == {"sat", "sun", "mon"}


@pytest.mark.parametrize(
    ("hours", "rule"),
    [
        ("{zone: America/Gotham, open: {mon: '10:00-11:00'}}", "wrong-value"),
        ("{zone: UTC, open: {someday: '10:00-11:00'}}", "wrong-value"),
        ("{zone: UTC, open: {mon: '10-11'}}", "wrong-value"),
        ("{zone: UTC, open: {}}", "wrong-value"),
        ("sometimes", "wrong-value"),
        ("{zone: UTC, open: {mon: '22:00-02:00'}}", "wrong-value"),
        ("{zone: UTC, open: {mon: '09:00-09:00'}}", "wrong-value"),
        ("{zone: UTC, open: {mon-fri: '09:00-17:00', fri: '09:00-12:00'}}", "wrong-value"),
    ],
)
def test_hours_that_are_none_are_named(tmp_path: Path, hours: str, rule: str) -> None:
    """An unknown zone, day or time keeps the book from loading, and the message says where."""
    directory = (
        'help: {number: "1-800-555-0100", offers: help, source: leaf, confidence: high, '
        f"hours: {hours}}}\n"
    )
    found = problems_of(tmp_path, {"prompts/directory.yaml": directory})
    assert {problem.rule for problem in found} == {rule}
    assert {problem.file for problem in found} == {"prompts/directory.yaml"}


def test_a_day_that_differs_is_told_from_the_others(tmp_path: Path) -> None:
    """Two entries for one Friday would tell callers the longer one; the message names the day."""
    directory = (
        'help: {number: "1-800-555-0100", offers: help, source: leaf, confidence: high, hours: '
        "{zone: UTC, open: {mon-fri: '09:00-17:00', fri: '09:00-12:00'}}}\n"
    )
    (problem,) = problems_of(tmp_path, {"prompts/directory.yaml": directory})
    expected = '"open": fri stands in both mon-fri and fri, and the hours overlap'
    assert problem.message == expected


def test_hours_over_midnight_are_two_and_are_told_as_one() -> None:
    """From Friday at 10 in the evening until 2 is one opening, which ends at 2."""
    night = {"zone": "UTC", "open": {"fri": "22:00-24:00", "sat": "00:00-02:00"}}
    found = schedule(line(night))
    assert found is not None
    assert found.spans == ((4 * DAY + 22 * 60, 5 * DAY + 2 * 60),)


def test_a_day_can_have_two_openings() -> None:
    """A line that closes at noon is written as two entries that share days and no minute."""
    found = schedule(
        line({"zone": "UTC", "open": {"mon-tue": "09:00-12:00", "mon": "12:30-17:00"}})
    )
    assert found is not None
    assert len(found.spans) == 3


def test_every_language_has_words_for_every_minute(book: Book) -> None:
    """Whenever somebody calls, there are words for how each line stands."""
    for language in book.languages.values():
        for name, hours in book.hours.items():
            for moment in hours.moments():
                assert f"hours/{name}/{moment.standing}-{moment.minute}" in language.passages


def test_hours_are_told_by_the_clock_of_the_line_itself(book: Book) -> None:
    """A social worker's line in New York, on a Thursday morning and on a Saturday."""
    clock = {"America/New_York": 3 * DAY + 11 * 60, "UTC": 0}
    spoken = play(book, "51#", clock=clock).speech.passages
    assert "people.lines_cancer/1" in spoken
    spoken = play(book, "51##", clock=clock).speech.passages
    assert f"hours/cancercare/{Standing.OPEN}-{3 * DAY + 18 * 60}" in spoken
    clock = {"America/New_York": 5 * DAY + 11 * 60, "UTC": 0}
    spoken = play(book, "51##", clock=clock).speech.passages
    assert f"hours/cancercare/{Standing.OPENS_ON}-{10 * 60}" in spoken


def test_without_a_clock_nothing_is_said_of_hours(book: Book) -> None:
    """Better no word than a wrong one."""
    spoken = play(book, "51##").speech.passages
    assert not any(passage.startswith("hours/") for passage in spoken)


def test_a_zone_can_be_called_as_people_here_call_it() -> None:
    """Where the CLDR has another name for it, the language's own words win."""
    here = SPANISH.model_copy(update={"zones": {"America/New_York": "hora del este"}})
    assert "Hasta las 5:30 de la tarde, hora del este." in said(here, "es-US", AFTERNOON)
