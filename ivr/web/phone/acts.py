"""What the person at the page does: one act of a form, done on the handset."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from ivr.errors import CarelineError
from ivr.phone.call import DialOutcome
from ivr.phone.errors import PhoneError
from ivr.phone.handset import Handset
from ivr.web.phone.words import Words

LONGEST_UTTERANCE: Final = 500
"""Characters."""

MOST_KEYS: Final = 50
"""Keys that are pressed at once."""

OUTCOMES: Final = ("completed", "declined", "busy", "no-answer", "failed")
"""What may come of a transfer, the best first."""


class ActError(CarelineError):
    """Raised if an act can't be done; ``word`` names what the page says about it."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(f"the web phone refused an act: {word}")


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: its word among those of the pages, and with what.

    ``lost`` holds the keys that nobody waited for.
    """

    word: str
    keys: str = ""
    words: str = ""
    outcome: str = ""
    lost: str = ""

    @property
    def unheard(self) -> bool:
        """Whether the line knows nothing of it."""
        return bool(self.lost) and self.lost == self.keys

    def told(self, words: Words) -> str:
        """What was done, as the page tells it."""
        outcome = words[outcome_word(self.outcome)] if self.outcome else ""
        keys = " ".join(self.keys)
        return words[self.word].format(keys=keys, words=self.words, outcome=outcome)


def outcome_word(outcome: str) -> str:
    """The name of an outcome among the words of the pages."""
    return f"outcome_{outcome.replace('-', '_')}"


def do(handset: Handset, form: Mapping[str, str]) -> Act:
    """Do what a form says.

    Raises ActError if it says nothing that could be done now.
    """
    keys, outcome = form.get("keys", "").replace(" ", ""), form.get("outcome", "")
    words = " ".join(form.get("words", "").split())
    if len(words) > LONGEST_UTTERANCE or len(keys) > MOST_KEYS:
        raise ActError("too_large")
    try:
        if keys:
            return Act("did_keys", keys=keys, lost=handset.press(keys))
        if outcome in OUTCOMES:
            handset.answer_dial(cast("DialOutcome", outcome))
            return Act("did_outcome", outcome=outcome)
        if form.get("act") == "say" and words:
            handset.say(words)
            return Act("did_say", words=words)
        if form.get("act") in {"say", "silence"}:
            handset.stay_silent()
            return Act("did_silence")
    except PhoneError as error:
        raise ActError("misused") from error
    raise ActError("misused")
