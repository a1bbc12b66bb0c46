"""Public holidays, by country or by a part of one, as the package `holidays` knows them."""

from collections.abc import Container
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase

NONE: Final = frozenset[str]()


def is_known(name: str) -> bool:
    """Whether holidays are known of a place such as US or US-NY."""
    country, _, part = name.partition("-")
    from holidays import list_supported_countries  # noqa: PLC0415 - slow, and few books ask

    parts = list_supported_countries().get(country)
    return parts is not None and (not part or part in parts)


def holidays_of(name: str | None) -> Container[str]:
    """The dates of a place's holidays (ISO 8601), of any year; none without a place."""
    if name is None:
        return NONE
    country, _, part = name.partition("-")
    from holidays import country_holidays  # noqa: PLC0415 - as above

    return _Dates(country_holidays(country, subdiv=part or None))


class _Dates(Container[str]):
    """The holidays of a place, reckoned for each year that is asked about."""

    def __init__(self, holidays: "HolidayBase") -> None:
        self._holidays = holidays

    def __contains__(self, date: object) -> bool:
        return bool(date) and date in self._holidays
