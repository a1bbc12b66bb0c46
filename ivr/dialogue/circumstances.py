"""What a turn can know that is neither in the book nor in the call: the time, and who calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ivr.dialogue.book import StaffGroup
from ivr.dialogue.schedule import Clock
from ivr.dialogue.state import Place

NO_CLOCK: Final[Clock] = MappingProxyType({})
NO_DATES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Left:
    """Where an earlier call of the same caller broke off."""

    place: Place
    language: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How it stands around a call when it asks for a turn.

    ``clock`` is the time now in each zone whose hours are told, and ``dates`` the date there
    (ISO 8601). ``caller`` is the number that is calling, in E.164; empty where it is withheld.
    ``left`` is where an earlier call of theirs broke off.
    """

    clock: Clock = field(default_factory=lambda: NO_CLOCK)
    dates: Mapping[str, str] = field(default_factory=lambda: NO_DATES)
    caller: str = field(default="", repr=False)
    left: Left | None = None

    def finds(self, staff: StaffGroup) -> bool:
        """Whether people are there now; without a clock they are taken to be."""
        hours = staff.hours
        if hours is None or hours.schedule.zone not in self.clock:
            return True
        zone = hours.schedule.zone
        return hours.open_at(self.clock[zone], self.dates.get(zone, ""))


UNKNOWN: Final = Circumstances()
