"""Fetches recordings from the provider and has them deleted there. Each step may be done twice."""

import logging
from datetime import datetime
from typing import Final

from ivr.jobs.errand import NEVER_ENDED, Means, Step
from ivr.records import DatabaseError, RecordsError, Voicemail, VoicemailState
from ivr.telephony.provider import MisconfiguredError, ProviderError, RefusedError
from ivr.telephony.provider.errors import UNREACHABLE

log = logging.getLogger("ivr.jobs")

MOST_ATTEMPTS: Final = 20
"""With the pauses between them, six hours: what a caller said is worth waiting for."""


class Fetching:
    """Fetches voicemails through a provider."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._fetching = means.records.fetching

    def due(self) -> datetime | None:
        """When the next voicemail is due; none if there is nothing to do.

        Raises DatabaseError if that can't be read.
        """
        return self._fetching.due()

    def one(self) -> Step:
        """Look after the voicemail that has waited longest: fetch it, or have it deleted.

        Raises DatabaseError if the database does not do what it is asked.
        """
        voicemail = self._fetching.claim(self._means.now(), self._means.timing.lease)
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
                self._means.provider.delete(sid)
                self._fetching.deleted(voicemail.id)
            else:
                sound = self._means.provider.fetch(sid)
                delete_at = self._means.now() + self._means.timing.heard_again
                self._fetching.fetched(voicemail.id, sound, delete_at)
        except ProviderError as error:
            if isinstance(error, RefusedError) or voicemail.attempts + 1 >= MOST_ATTEMPTS:
                self._give_up(voicemail, error.code)
            else:
                next_try = self._means.now() + self._means.timing.pause(
                    voicemail.attempts, self._means.chance
                )
                self._fetching.later(voicemail.id, next_try, error.code)
            if isinstance(error, MisconfiguredError):
                log.error("no recordings can be fetched: %s", error)  # noqa: TRY400 - as it says
                return Step.STOP
            return Step.STOP if error.code == UNREACHABLE else Step.DID
        return Step.DID

    def _give_up(self, voicemail: Voicemail, code: str) -> None:
        log.warning("a voicemail was given up (%s): `ivr jobs` shows it", code)
        self._fetching.failed(voicemail.id, code, self._means.now())
