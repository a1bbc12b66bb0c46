"""Fetches recordings from the provider and has them deleted there. Each step may be done twice."""

import logging
import random
from collections.abc import Callable
from datetime import datetime
from typing import Final

from ivr.jobs.errand import NEVER_ENDED, Step
from ivr.jobs.timing import USUAL, Timing
from ivr.records import DatabaseError, Records, RecordsError, Voicemail, VoicemailState
from ivr.telephony.provider import MisconfiguredError, Provider, ProviderError, RefusedError
from ivr.telephony.provider.errors import UNREACHABLE

log = logging.getLogger("ivr.jobs")

MOST_ATTEMPTS: Final = 20
"""With the pauses between them, six hours: what a caller said is worth waiting for."""


class Fetching:
    """Fetches voicemails through a provider. ``now`` tells the time."""

    def __init__(
        self,
        records: Records,
        provider: Provider,
        now: Callable[[], datetime],
        *,
        timing: Timing = USUAL,
        chance: random.Random | None = None,
    ) -> None:
        self._records = records
        self._provider = provider
        self._now = now
        self._timing = timing
        self._chance = chance or random.Random()  # noqa: S311 - no secret, only apart

    def due(self) -> datetime | None:
        """When the next voicemail is due; none if there is nothing to do.

        Raises DatabaseError if that can't be read.
        """
        return self._records.fetching.due()

    def one(self) -> Step:
        """Look after the voicemail that has waited longest: fetch it, or have it deleted.

        Raises DatabaseError if the database does not do what it is asked.
        """
        voicemail = self._records.fetching.claim(self._now(), self._timing.lease)
        if voicemail is None or voicemail.provider_sid is None:
            return Step.NOTHING
        if voicemail.attempts >= MOST_ATTEMPTS:
            self._give_up(voicemail, NEVER_ENDED)
            return Step.DID
        try:
            return self._done(voicemail, voicemail.provider_sid)
        except DatabaseError:
            raise
        except RecordsError:
            return Step.DID  # deleted meanwhile, because somebody was forgotten

    def _done(self, voicemail: Voicemail, sid: str) -> Step:
        try:
            if voicemail.kept or voicemail.state is VoicemailState.DISCARDED:
                self._provider.delete(sid)
                self._records.fetching.deleted(voicemail.id)
            else:
                sound = self._provider.fetch(sid)
                delete_at = self._now() + self._timing.heard_again
                self._records.fetching.fetched(voicemail.id, sound, delete_at)
        except ProviderError as error:
            if isinstance(error, RefusedError) or voicemail.attempts + 1 >= MOST_ATTEMPTS:
                self._give_up(voicemail, error.code)
            else:
                next_try = self._now() + self._timing.pause(voicemail.attempts, self._chance)
                self._records.fetching.later(voicemail.id, next_try, error.code)
            if isinstance(error, MisconfiguredError):
                log.error("no recordings can be fetched: %s", error)  # noqa: TRY400 - as it says
                return Step.STOP
            return Step.STOP if error.code == UNREACHABLE else Step.DID
        return Step.DID

    def _give_up(self, voicemail: Voicemail, code: str) -> None:
        log.warning("a voicemail was given up (%s): `ivr jobs` shows it", code)
        self._records.fetching.failed(voicemail.id, code, self._now())
