"""Saying that there is work, from a process that must not wait: the one that answers calls."""

import logging
import os
import threading
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from ivr.jobs.hints import Hints

log = logging.getLogger("ivr.jobs")

WAIT: Final = 0.3
"""Seconds that the queue is given for a hint. Nobody waits for it but a thread of its own."""


class Queue:
    """Gives hints to workers. Making it reaches for nothing; the first hint starts a thread."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._process = 0
        self._lock = threading.Lock()
        self._pending: set[str] = set()
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._away = False

    def nudge(self, kind: Literal["texts", "voicemails"]) -> None:
        """Have a worker look at the rows of a kind soon, after they were committed.

        Returns at once and never raises. If the queue is away the hint is lost, and a worker
        finds the row in its next round, a minute later at most.
        """
        try:
            with self._lock:
                self._pending.add(kind)
                self._idle.clear()
                self._wake.set()
                if self._process != os.getpid():
                    self._process = os.getpid()
                    threading.Thread(target=self._run, name="nudges", daemon=True).start()
        except RuntimeError:  # no more threads
            self._process = 0
            log.warning("no thread could be started: workers find what there is in a minute")

    def flush(self, seconds: float) -> bool:
        """Whether all hints have been given or lost, after waiting for that long at most."""
        return not self._pending or self._idle.wait(seconds)

    def _run(self) -> None:
        hints: Hints | None = None
        while self._wake.wait():
            with self._lock:
                self._wake.clear()
                kinds, self._pending = self._pending, set()
            try:
                if hints is None:
                    # Here and not above: a process that gives no hints need not hold it in memory.
                    from ivr.jobs.hints import Hints as Made  # noqa: PLC0415

                    hints = Made(self._url, WAIT)
                for kind in sorted(kinds):
                    hints.give(kind)
                self._away = False
            except Exception:  # noqa: BLE001 - each kind of queue has its own, and none matters
                if not self._away:
                    self._away = True
                    log.warning("the queue can't be reached: workers look every minute instead")
            with self._lock:
                if not self._pending:
                    self._idle.set()
