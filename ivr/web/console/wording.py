"""How the console says times, languages and counts."""

from datetime import datetime
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from ivr.records import statistics

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def moment(when: datetime, now: datetime) -> str:
    """A moment in its own zone, such as Mon 2 March, 11:00; of another year, with the year."""
    year = "" if when.year == now.year else f" {when.year}"
    return f"{when:%a} {when.day} {when:%B}{year}, {when:%H:%M}"


def number(written: str) -> str:
    """A telephone number, in groups as people dial it."""
    from phonenumbers import (  # noqa: PLC0415 - large, and only for whoever opens a request
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        parse,
    )

    try:
        return format_number(parse(written), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return written


def span(seconds: float) -> str:
    """How long something takes, roughly, in words."""
    for size, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "less than a minute"


def due(when: datetime, now: datetime) -> str:
    """How something that is due stands."""
    left = (when - now).total_seconds()
    return f"Due in {span(left)}" if left >= 0 else f"Overdue by {span(-left)}"


def length(seconds: int) -> str:
    """The length of a recording: 1 min 5 s."""
    minutes, rest = divmod(seconds, MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def counted(count: int) -> str:
    """A count of the statistics: they are told in steps, and small ones not at all."""
    last = statistics.STEP - 1
    return f"{count} to {count + last}" if count else f"fewer than {last + 1}"


@cache
def language(code: str) -> str:
    """What a language is called; its code where nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def spoken(code: str) -> str:
    """A word of the records, such as best_time, as a sentence begins with it."""
    text = code.replace("_", " ")
    return text[:1].upper() + text[1:]
