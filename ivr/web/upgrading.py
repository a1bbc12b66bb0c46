"""Brings the database of a line up to date, beside the calls: none waits for that."""

import logging
import os
import threading
from typing import Final

from ivr.errors import CarelineError
from ivr.web.failures import log_failure

log = logging.getLogger("ivr.web")

AGAIN: Final = 30.0
"""Seconds until what failed is tried again."""


class Upgrading:
    """A thread that tries until it is done. After a fork, whoever needs it starts it again.

    Nothing happens, and nothing is loaded, before it is started.
    """

    def __init__(self, url: str, again: float = AGAIN) -> None:
        self._url = url
        self._again = again
        self._lock = threading.Lock()
        self._process = 0
        self._tried = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._done = False

    @property
    def done(self) -> bool:
        """Whether the database is up to date."""
        return self._done

    def start(self) -> None:
        """Have it tried, unless that is under way in this process, or done."""
        if self._done or (self._process == os.getpid() and not self._closing.is_set()):
            return
        # Here and not above: a line that is only tried out may never keep anything. And before
        # the thread: a process that is forked while a thread loads something can't load it.
        from ivr.records import upgrade  # noqa: F401, PLC0415

        with self._lock:
            if self._process == os.getpid() and not self._closing.is_set():
                return
            self._tried, self._closing = threading.Event(), threading.Event()
            given = (self._tried, self._closing)
            self._thread = threading.Thread(
                target=self._run, args=given, name="upgrade", daemon=True
            )
            try:
                self._thread.start()
            except RuntimeError:
                log.warning("no thread could be started: the database is not looked at yet")
                return
            self._process = os.getpid()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, after waiting for the first try for that long at most."""
        self._tried.wait(seconds)
        return self._done

    def now(self) -> None:
        """Do it in this thread, as long as that takes.

        Raises RecordsError if that can't be done.
        """
        from ivr.records import upgrade  # noqa: PLC0415 - as above

        if not self._done:
            upgrade(self._url, make=True)
            self._done = True

    def close(self) -> None:
        """Try no more, until it is started again."""
        self._closing.set()

    def _run(self, tried: threading.Event, closing: threading.Event) -> None:
        failed = False
        while not closing.is_set():
            try:
                self.now()
            except CarelineError as error:
                if not failed:
                    log.warning("the line works without its database: %s", error)
            except Exception as error:  # noqa: BLE001 - the next try may work
                log_failure("the database could not be brought up to date", error)
            if self._done:
                if failed:
                    log.warning("the database is there again")
                tried.set()
                return
            failed = True
            tried.set()
            closing.wait(self._again)
