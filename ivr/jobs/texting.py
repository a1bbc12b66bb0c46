"""Sends the texts that wait: each once, as far as that can be known.

Twilio can't be told that two requests are the same. So a text of which nobody knows whether it
went is not sent again before Twilio was asked which it has sent to that number.
"""

import logging
from datetime import datetime
from typing import Final

from ivr.jobs.composing import Compose
from ivr.jobs.errand import NEVER_ENDED, Means, Step
from ivr.records import Text
from ivr.telephony.provider import (
    MisconfiguredError,
    PassingError,
    RefusedError,
)
from ivr.telephony.provider.errors import OPTED_OUT, UNREACHABLE

log = logging.getLogger("ivr.jobs")

MOST_ATTEMPTS: Final = 10
"""With the pauses between them, an hour and a half. After that, nobody waits for a text."""

NO_TEXT: Final = "no-such-text"

STATUS: Final = "/texts/status"


class Texting:
    """Sends texts through a provider, in the words of ``compose``."""

    def __init__(self, means: Means, compose: Compose, public_url: str) -> None:
        self._means = means
        self._records = means.records
        self._compose = compose
        self._callback = f"{public_url}{STATUS}/" if public_url else ""

    def due(self) -> datetime | None:
        """When the next text is due; none if there is nothing to do.

        Raises DatabaseError if that can't be read.
        """
        return self._records.sending.due()

    def one(self) -> Step:
        """Look after the text that has waited longest.

        Raises DatabaseError if the database does not do what it is asked; then what became of a
        text is found out when its lease is over.
        """
        claimed_at = self._means.now()
        text = self._records.sending.claim(claimed_at, self._means.timing.lease)
        if text is None:
            return Step.NOTHING
        if text.attempts >= MOST_ATTEMPTS:
            self._give_up(text, NEVER_ENDED, unsure=True)
            return Step.DID
        body = self._compose(text.kind, text.language)
        if body is None:
            self._give_up(text, NO_TEXT, unsure=text.doubtful_since is not None)
            return Step.DID
        in_doubt = text.doubtful_since is not None
        try:
            if text.doubtful_since and self._went(text, body, text.doubtful_since):
                return Step.DID
            in_doubt = False
            if self._means.now() >= claimed_at + self._means.timing.lease / 2:
                # Held up for so long that somebody else may soon have it: left to them.
                return Step.DID
            sid = self._means.provider.send(
                text.number, body, self._callback and self._callback + text.id
            )
        except RefusedError as error:
            self._give_up(text, error.code, unsure=in_doubt)
            if error.code == OPTED_OUT:
                self._records.texts.opt_out(text.number, self._means.now())
            return Step.DID
        except MisconfiguredError as error:
            log.error("no texts can be sent: %s", error)  # noqa: TRY400 - the trace says nothing more
            self._later(text, error.code, unsure=in_doubt)
            return Step.STOP
        except PassingError as error:
            unsure = in_doubt or error.unsure
            self._later(text, error.code, unsure=unsure)
            return Step.STOP if error.code == UNREACHABLE else Step.DID
        self._records.sending.sent(text.id, sid)
        return Step.DID

    def _went(self, text: Text, body: str, since: datetime) -> bool:
        """Whether the provider has sent the text already."""
        sids = self._means.provider.sent_since(text.number, body, since)
        return self._records.sending.found(text.id, sids)

    def _later(self, text: Text, code: str, *, unsure: bool) -> None:
        if text.attempts + 1 >= MOST_ATTEMPTS:
            self._give_up(text, code, unsure=unsure)
            return
        wait = self._means.timing.pause(text.attempts, self._means.chance)
        if unsure:
            wait = max(wait, self._means.timing.settle)
        self._records.sending.later(text.id, self._means.now() + wait, code, unsure=unsure)

    def _give_up(self, text: Text, code: str, *, unsure: bool) -> None:
        log.warning("a text was given up (%s): `ivr jobs` shows it", code)
        self._records.sending.failed(text.id, code, self._means.now(), unsure=unsure)
