"""A worker: takes hints, goes its rounds, and finishes the job in hand when it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from huey.consumer import Consumer

from ivr.failures import log_failure
from ivr.jobs.composing import Compose
from ivr.jobs.errand import Errand, Means, Step, drain
from ivr.jobs.fetching import Fetching
from ivr.jobs.hints import Hints
from ivr.jobs.rounds import Rounds
from ivr.jobs.texting import Texting
from ivr.jobs.timing import USUAL, Timing
from ivr.records import Records, RecordsError
from ivr.settings import Settings
from ivr.telephony.provider import Provider

log = logging.getLogger("ivr.jobs")

WAIT: Final = 5.0
"""Seconds that a worker gives the queue."""

BURST: Final = 50
"""Rows that one hint is good for, before others have their turn."""

LONGEST_END: Final = 30.0
"""Seconds that jobs in hand are given when the worker is told to stop."""


class _Consumer(Consumer):  # type: ignore[misc] # huey ships no types
    """Takes hints. Any signal to end lets the jobs in hand be finished; a second one does not."""

    def __init__(
        self, hints: Hints, threads: int, stopping: threading.Event, started: Callable[[], None]
    ) -> None:
        self._stopping = stopping
        self._started = started
        super().__init__(
            hints, workers=threads, periodic=False, max_delay=1.0, shutdown_timeout=LONGEST_END
        )
        ends = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        self._signal_actions = dict.fromkeys(ends, (False, True))

    def start(self) -> None:
        """Begin. From here on, signals are heard."""
        super().start()
        self._started()

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - huey's own
        """Take no more hints, and no more rows either."""
        self._stopping.set()
        super().stop(graceful)


class Worker:
    """Does what the rows of the database ask for.

    Without an account at Twilio it deletes what is old and reminds, and leaves the rest. Texts
    are composed by ``compose``. A timing other than the usual one is for tests.
    """

    def __init__(
        self,
        settings: Settings,
        records: Records,
        compose: Compose,
        timing: Timing = USUAL,
    ) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        provider = Provider(
            settings.account_sid,
            settings.auth_tokens,
            sender=settings.texts_from,
            api=settings.twilio_api,
            read=timing.read,
        )
        means = Means(records, provider, _now, timing)
        self._errands: dict[str, Errand] = {}
        if settings.can_text:
            self._errands["texts"] = Texting(means, compose, settings.public_url)
        if settings.can_fetch:
            self._errands["voicemails"] = Fetching(means)
        staff = settings.remind_by_text if settings.can_text else ()
        errands = tuple(self._errands.values())
        self._rounds = Rounds(records, errands, staff, settings.retention, _now)

    def run(self, threads: int, started: Callable[[], None] = lambda: None) -> None:
        """Work until the process is told to end. To be called in its main thread.

        Raises whatever an SQLite queue does if its file can't be made.
        """
        hints = Hints(self._settings.queue_url, WAIT, lambda kind: self._look(kind, hints))
        consumer = _Consumer(hints, threads, self._stopping, started)
        rounds = threading.Thread(
            target=self._rounds.run, args=(self._stopping,), name="rounds", daemon=True
        )
        rounds.start()
        consumer.run()
        self._stopping.set()
        rounds.join(LONGEST_END)

    def stop(self) -> None:
        """Have ``run`` return when the jobs in hand are done. From any thread."""
        signal.raise_signal(signal.SIGTERM)

    def _look(self, kind: str, hints: Hints) -> None:
        errand = self._errands.get(kind)
        if errand is None:
            return
        try:
            if drain(errand, self._stopping, BURST) is Step.DID and not self._stopping.is_set():
                hints.give(kind)
        except RecordsError as error:
            log.error("%s", error)  # noqa: TRY400 - it says what to do, and a trace does not
        except Exception as error:  # noqa: BLE001 - Huey would log its message
            log_failure(log, "a job failed", error)


def quiet() -> None:
    """Have Huey not log that the queue is away each time it looks: Hints says it once."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    for part in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{part}").setLevel(logging.CRITICAL)


def _now() -> datetime:
    return datetime.now(UTC)
