"""``/console/audit``: who saw or changed what, and when."""

from typing import Final

from flask import Blueprint, Response

from ivr.web.console.desk import Desk, for_editors, shown

MOST: Final = 200
"""Entries on the page; the records hold all."""

SHORT: Final = 8
"""Characters of a row's identity that are enough to tell two rows on the page apart."""


class Trail:
    """The last entries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def join(self, pages: Blueprint) -> None:
        """Add its page."""
        pages.add_url_rule("/audit", "trail", for_editors(self.show), methods=["GET"])

    def show(self) -> Response:
        """The newest first."""
        entries = [
            (self._desk.told(each.at), each.who, each.what, each.kind, each.subject[:SHORT])
            for each in self._desk.records.audit.last(MOST)
        ]
        return shown("trail", entries=entries, most=MOST)
