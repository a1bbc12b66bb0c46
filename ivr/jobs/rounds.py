"""Rounds: everything that is due is looked at, each minute and without any queue.

A hint makes something happen at once. That it happens at all is what rounds are for.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from ivr.failures import log_failure
from ivr.jobs.errand import Errand, Step, drain
from ivr.jobs.reminding import remind
from ivr.records import Records, RecordsError
from ivr.retention import Retention

log = logging.getLogger("ivr.jobs")

EVERY: Final = timedelta(minutes=1)
SHORTEST: Final = timedelta(seconds=1)
PURGE_EVERY: Final = timedelta(days=1)


class Rounds:
    """Goes round until it is stopped. ``now`` tells the time."""

    def __init__(
        self,
        records: Records,
        errands: Sequence[Errand],
        staff: Sequence[str],
        retention: Retention,
        now: Callable[[], datetime],
    ) -> None:
        self._records = records
        self._errands = errands
        self._staff = staff
        self._retention = retention
        self._now = now
        self._purged: datetime | None = None
        self._blocked = False

    def run(self, stopping: threading.Event) -> None:
        """Go round and round."""
        while not stopping.is_set():
            self.go(stopping)
            stopping.wait(self.rest().total_seconds())

    def go(self, stopping: threading.Event) -> None:
        """One round. What fails is logged, and the next round tries it again."""
        self._try(self._remind)
        self._blocked = False
        for errand in self._errands:
            self._try(lambda errand=errand: self._drain(errand, stopping))  # type: ignore[misc]
        self._try(self._purge)

    def rest(self) -> timedelta:
        """How long until the next round: until something is due, a minute at most."""
        if self._blocked:
            return EVERY
        try:
            due = [when for errand in self._errands if (when := errand.due())]
        except RecordsError:
            return EVERY
        return max(SHORTEST, min(EVERY, min(due) - self._now())) if due else EVERY

    def _drain(self, errand: Errand, stopping: threading.Event) -> None:
        if drain(errand, stopping) is Step.STOP:
            self._blocked = True

    def _try(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except RecordsError as error:
            self._blocked = True
            log.error("%s", error)  # noqa: TRY400 - it says what to do, and a trace does not
        except Exception as error:  # noqa: BLE001 - a round must not end the worker
            self._blocked = True
            log_failure(log, "a job failed", error)

    def _remind(self) -> None:
        remind(self._records, self._staff, self._now())

    def _purge(self) -> None:
        now = self._now()
        if self._purged is not None and now - self._purged < PURGE_EVERY:
            return
        purged = self._records.purge(self._retention, now)
        self._purged = now
        if unanswered := purged.counts["unanswered"]:
            log.warning("%d requests were deleted that nobody had seen to", unanswered)
        if purged.unheard:
            log.warning("%d messages were deleted that nobody had heard", purged.unheard)
