"""What the script itself says to its readers, in every form."""

from typing import Final

from ivr.authoring.script.document import Script
from ivr.authoring.script.tokens import PAUSE_SIGN

ABOUT: Final = (
    "Everything that callers of this telephone line can hear, to be read and marked on paper. "
    "The languages stand side by side, one row a part."
)
NOTICE: Final = (
    "No text is approved until a clinician's approval of these very words is recorded. Where this "
    'document says "not approved", nobody answers for the words yet.'
)
HOW_TO_APPROVE: Final = (
    "To approve a text, note its id with the fingerprint (such as es/recurrence.men@4f0c…), "
    "your name, your role and the day, and have them recorded with ivr approve. The fingerprint "
    "belongs to these words: when one of them changes, the approval lapses."
)
LEGEND: Final = (
    f"{PAUSE_SIGN} is a pause. Keys are given in the order in which they are pressed. Choices are "
    "spoken from the labels of what they lead to, so they are approved with those. After every "
    "text callers can go to the main menu, hear it again, or go back; only what is offered "
    "besides stands below a text. Seconds are at the normal pace, choices of a menu included."
)
COUNT_COLUMNS: Final = ("Language", "Texts", "Approved", "Not approved", "Minutes of speech")

MINUTE: Final = 60
"""Seconds."""


def title(script: Script) -> str:
    """What the document is called."""
    if script.since:
        return f"Changes to the words of {script.service} since {script.since}"
    return f"Every word of {script.service}"


def news(script: Script) -> str:
    """How much has changed; nothing where it is not compared."""
    if not script.since:
        return ""
    dropped = f"The line no longer speaks {', '.join(script.dropped)}. " if script.dropped else ""
    if not script.news:
        return dropped.strip() or f"Nothing has changed since {script.since}."
    told = ", ".join(f"{count} {what}" for what, count in sorted(script.news.items()))
    return (
        f"{dropped}Since {script.since}, counted by language: {told}. Added words are underlined, "
        "removed words are struck through; a text that is new has no marks. Numbers, keys "
        "and names stand as they are now in both."
    )


def duration(seconds: float) -> str:
    """Seconds as a reader wants them."""
    return f"{max(1, round(seconds))} s"


def minutes(seconds: float) -> str:
    """Seconds as whole minutes, with one decimal where there are few."""
    return f"{seconds / MINUTE:.0f}" if seconds >= 10 * MINUTE else f"{seconds / MINUTE:.1f}"
