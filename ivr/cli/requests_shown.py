"""Requests as a table for people, and as CSV and JSON for programs."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ivr.records import Request

FORMATS: Final = ("table", "csv", "json")

NO_KEY: Final = "(no key opens it)"

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a text that somebody wrote."""


def shown(requests: "Sequence[Request]", form: str, now: datetime) -> str:
    """Requests in one of the FORMATS, with the end of the last line."""
    if form == "json":
        return json.dumps([_row(each) for each in requests], indent=2, ensure_ascii=False) + "\n"
    if form == "csv":
        return _csv(requests)
    return _table(requests, now)


def _row(request: "Request") -> dict[str, str | None]:
    return {
        "reference": request.reference,
        "due": _moment(request.due),
        "state": request.state.value,
        "taken_by": request.taken_by,
        "number": request.number,
        "best_time": request.best_time,
        "language": request.language,
        "topic": request.topic,
        "created": _moment(request.created),
        "taken": _moment(request.taken),
        "done": _moment(request.done),
        "note": request.note,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _csv(requests: "Sequence[Request]") -> str:
    text = StringIO()
    rows = [_row(each) for each in requests]
    for row in rows:
        for name in ("note", "taken_by"):
            value = row[name] or ""
            row[name] = f"'{value}" if value.startswith(FORMULA) else value
    names = ["reference", "due", "state", "taken_by", "number", "best_time", "language", "topic"]
    names += ["created", "taken", "done", "note"]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _table(requests: "Sequence[Request]", now: datetime) -> str:
    if not requests:
        return "Nobody waits to be called back.\n"
    zone = now.astimezone().strftime("%Z")
    head = ("ref", f"due ({zone})", "state", "by", "number", "best time", "language", "topic")
    rows = [head, *(_cells(each, now) for each in requests)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for place, row in enumerate(rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
        if place:
            lines += [f"      {line}" for line in requests[place - 1].note.splitlines()]
    return "\n".join(lines) + "\n"


def _cells(request: "Request", now: datetime) -> tuple[str, ...]:
    late = " late" if request.done is None and request.due < now else ""
    return (
        request.reference,
        f"{request.due.astimezone():%a %Y-%m-%d %H:%M}{late}",
        request.state.value,
        request.taken_by or "",
        request.number or NO_KEY,
        request.best_time,
        request.language,
        request.topic or "",
    )
