"""How many days each kind of record is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final, Self

from ivr.errors import CarelineError

LONGEST: Final = 3_650
"""Days. Whoever wants to keep something for longer than ten years wants something else."""


class RetentionError(CarelineError):
    """Raised if what is written is no choice of days."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days, by kind. What is not said in days: places to resume at are kept for 30 minutes.

    ``calls`` (when, how long, how it ended) and ``turns`` (which node) belong to nobody: they hold
    no number. ``requests`` counts from the day on which one is done, ``unanswered`` from the
    day of a request that nobody has done, which somebody should have. ``audit`` is kept for six
    years, as long as HIPAA wants documentation kept.
    """

    calls: int = 365
    turns: int = 90
    requests: int = 90
    unanswered: int = 365
    voicemails: int = 30
    texts: int = 90
    audit: int = 2_190

    @classmethod
    def written(cls, choices: Iterable[str]) -> Self:
        """The defaults, but for choices such as "turns=30".

        Raises RetentionError, which names what is wrong.
        """
        kinds = [kind.name for kind in fields(cls)]
        chosen = {}
        for choice in choices:
            kind, _, days = (part.strip() for part in choice.partition("="))
            if kind not in kinds:
                raise RetentionError(
                    f'"{kind}" is not a kind of record: there are {", ".join(kinds)}'
                )
            if not (days.isascii() and days.isdigit() and 1 <= int(days) <= LONGEST):
                raise RetentionError(f'"{kind}" wants a number of days, from 1 to {LONGEST}')
            chosen[kind] = int(days)
        return replace(cls(), **chosen)
