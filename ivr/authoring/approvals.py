"""Who approved which text: a signature is bound to the words, and lapses when one changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from ivr.authoring.schema import Date, Shape, Text
from ivr.authoring.wordings import Wording

HASH_LENGTH: Final = 16
"""Hexadecimal digits of a text's fingerprint: two texts of one line never share it by chance."""

MOST_MONTHS: Final = 24
"""Months after which an approval is renewed, as sources are looked at again."""


class HeardShape(Shape):
    """One part of an approved text."""

    what: Text = Field(
        description="What the part is: label, ask_first, say, or the name of a template.",
        examples=["say"],
    )
    words: Text = Field(
        description="Its words, as they were approved.", examples=["Men can have it too."]
    )


class ApprovalShape(Shape):
    """``prompts/approvals.yaml``: text → who approved which words of it, and when."""

    hash: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{HASH_LENGTH}}}$")] = Field(
        description="The fingerprint of the words that were approved. It no longer fits when one "
        "of them changes. In quotes.",
        examples=["4f0c1d2e3a5b6978"],
    )
    by: Text = Field(description="Who approved the words.", examples=["Ana Ruiz"])
    role: Text = Field(description="What makes them fit to.", examples=["oncology nurse"])
    day: Date = Field(description="The day of the approval.", examples=["2026-11-23"])
    words: list[HeardShape] = Field(
        description="The words that were approved, so that what has changed since can be shown. "
        "Written by `ivr approve`."
    )


class Standing(StrEnum):
    """How it stands with the approval of a text."""

    APPROVED = "approved"
    UNAPPROVED = "unapproved"
    LAPSED = "lapsed"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Approval:
    """A text, how its approval stands, and the last approval that there was."""

    wording: Wording
    standing: Standing
    last: ApprovalShape | None


def fingerprint(wording: Wording) -> str:
    """The fingerprint of every word that callers hear of a text; layout does not change it."""
    digest = hashlib.sha256(json.dumps(wording.heard, ensure_ascii=False).encode())
    return digest.hexdigest()[:HASH_LENGTH]


def approval_of(wording: Wording, approvals: Mapping[str, ApprovalShape], today: date) -> Approval:
    """How it stands with the approval of a text on a day."""
    last = approvals.get(wording.id)
    if last is None:
        return Approval(wording, Standing.UNAPPROVED, None)
    if last.hash != fingerprint(wording):
        return Approval(wording, Standing.LAPSED, last)
    if months_since(date.fromisoformat(last.day), today) >= MOST_MONTHS:
        return Approval(wording, Standing.STALE, last)
    return Approval(wording, Standing.APPROVED, last)


def months_since(day: date, today: date) -> int:
    """The whole months that have passed since a day."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return months - (today.day < day.day)
