"""Opening hours in words: for each way in which a line can stand, what is said of it."""

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_time, get_day_names, get_timezone, get_timezone_name

from ivr.authoring.openings import DAYS, minutes, weekdays
from ivr.authoring.schema import HoursShape, HoursWordsShape, LineShape
from ivr.dialogue.book import hours_id
from ivr.dialogue.schedule import DAY, Moment, Schedule, Standing, joined
from ivr.dialogue.wording import Hours, Passage, Piece, Words


def schedule(shape: LineShape) -> Schedule | None:
    """When a line answers; None where that is not known."""
    return Schedule(shape.hours.zone, spans(shape.hours)) if shape.hours else None


def spans(shape: HoursShape) -> tuple[tuple[int, int], ...]:
    """The openings of a week, in order."""
    found = []
    for days, span in shape.open.items():
        opens, _, closes = span.partition("-")
        for day in weekdays(days):
            midnight = DAYS.index(day) * DAY
            found.append((midnight + minutes(opens), midnight + minutes(closes)))
    return joined(tuple(found))


def schedules(directory: Mapping[str, LineShape]) -> dict[str, Schedule]:
    """When each line answers, where that is known."""
    found = ((name, schedule(shape)) for name, shape in directory.items())
    return {name: hours for name, hours in found if hours is not None}


def times_of(locale: str) -> Locale | None:
    """How times are said there, or wherever the language is spoken; None where nobody knows."""
    for known in (locale, locale.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def hours_passages(
    directory: Mapping[str, LineShape], words: HoursWordsShape | None, locale: str
) -> dict[str, Passage]:
    """What is said of each line whose hours are known, for each way in which it can stand.

    Times, days and time zones are said as the Unicode CLDR has them for the ``locale``.
    """
    spoken_as = times_of(locale)
    if words is None or spoken_as is None:
        return {}
    passages = {}
    for name, hours in schedules(directory).items():
        for moment in hours.moments():
            at = hours_id(name, moment)
            text = _said(moment, hours.zone, words, spoken_as)
            passages[at] = Passage(at, (Words(text),))
    return passages


def _said(moment: Moment, zone: str, words: HoursWordsShape, locale: Locale) -> str:
    if moment.standing is Standing.ALWAYS:
        return words.always
    hour, minute = divmod(moment.minute % DAY, 60)
    clock = format_time(time(hour, minute), "h:mm B" if minute else "h B", locale=locale)
    is_one = clock.startswith(("1 ", "1:"))
    marks = {
        "time": ((is_one and words.at_one) or words.at).replace("{time}", clock),
        "day": get_day_names("wide", locale=locale)[moment.minute // DAY],
        "zone": words.zones.get(zone) or _zone_name(zone, locale),
    }
    text: str = getattr(words, moment.standing)
    for mark, value in marks.items():
        text = text.replace(f"{{{mark}}}", value)
    return " ".join(text.split())


def _zone_name(zone: str, locale: Locale) -> str:
    """What people call a time zone: by its standard time where clocks are never changed."""
    winter, summer = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    if winter.utcoffset() == summer.utcoffset():
        return get_timezone_name(winter, locale=locale)
    return get_timezone_name(get_timezone(zone), locale=locale)


def split_at_hours(passage: Passage) -> list[Passage | Hours]:
    """A passage as the passages before, between and after the hours that it tells."""
    found: list[Passage | Hours] = []
    pieces: list[Piece] = []
    for piece in (*passage.pieces, None):
        if piece is not None and not isinstance(piece, Hours):
            pieces.append(piece)
            continue
        if pieces:
            found.append(Passage(f"{passage.id}/{len(found)}-hours", tuple(pieces)))
            pieces = []
        if piece is not None:
            found.append(piece)
    return found
