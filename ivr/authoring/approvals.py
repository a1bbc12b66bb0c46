"""Who approved which text: a signature is bound to the words, and lapses when one changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ivr.authoring.schema import HASH_LENGTH, ApprovalShape
from ivr.authoring.wordings import Wording

MOST_MONTHS: Final = 24
"""Months after which an approval is renewed, as sources are looked at again."""


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
