"""``/console/numbers``: how the line is used, never by whom."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response

from ivr.records import Figures
from ivr.records.statistics import DAYS, STEP
from ivr.web.console.charts import Bar, bars, columns
from ivr.web.console.desk import Desk, for_editors, shown
from ivr.web.console.wording import counted, language, spoken

OUTCOMES: Final = {
    "information": "Heard information",
    "person": "Reached a person",
    "request": "Asked to be called back",
    "voicemail": "Left a voicemail",
}

MOST: Final = 15
"""Places that a list tells."""


class Numbers:
    """The figures of the last days."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def join(self, pages: Blueprint) -> None:
        """Add its page."""
        pages.add_url_rule("/numbers", "numbers", for_editors(self.show), methods=["GET"])

    def show(self) -> Response:
        """All of them on one page."""
        figures = self._desk.records.statistics.figures(self._desk.now(), self._desk.zone)
        return shown(
            "numbers",
            figures=figures,
            counted=counted,
            step=STEP,
            span=DAYS,
            days=[(f"{day:%a} {day.day} {day:%B}", count) for day, count in figures.days.items()],
            columns=columns(list(figures.days.values())),
            person=figures.outcomes.get("person", 0),
            tables=self._tables(figures),
        )

    def _tables(self, figures: Figures) -> list[tuple[str, str, str, list[Bar]]]:
        """Of each: its heading, what is counted, what it is said of, and its bars."""
        desk = self._desk
        languages = [(language(code), count) for code, count in figures.languages.items()]
        outcomes = [(OUTCOMES.get(code, code), count) for code, count in figures.outcomes.items()]
        heard = _named(figures.heard, desk.topics)
        left = _named(figures.left, desk.places, others=True)
        return [
            ("What came of calls", "Outcome", "calls", bars(outcomes)),
            ("Languages", "Language", "calls", bars(languages)),
            ("Topics heard", "Topic", "calls that came to it", bars(heard)),
            ("Where callers hung up", "Place", "calls that ended there", bars(left)),
        ]


def _named(
    counts: Mapping[str, int], names: Mapping[str, str], *, others: bool = False
) -> list[tuple[str, int]]:
    """Counts by what staff call the nodes; with ``others``, by their own names where none is."""
    told = [node for node in counts if others or node in names]
    return [(spoken(names.get(node, node)), counts[node]) for node in told[:MOST]]
