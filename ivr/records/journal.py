"""The journal of calls, written beside them: no call ever waits for it."""

import atexit
import logging
import os
import threading
from collections import deque
from typing import Final

from ivr.records.calls import CallFacts, PlaceLeft, TurnTaken, write_calls, write_turns
from ivr.records.errors import DatabaseError
from ivr.records.resumes import write_places
from ivr.records.store import Store

log = logging.getLogger("ivr.records")

ROOM: Final = 10_000
"""Entries that wait at most. What comes when it is full is counted, and not kept."""

BATCH: Final = 500
INTERVAL: Final = 0.5
"""Seconds between two batches, which is what a process that is killed takes with it."""

Entry = CallFacts | TurnTaken | PlaceLeft


class Journal:
    """Takes entries at once, and writes them from a thread of its own.

    The thread starts with the first entry, and again in a process that was forked since. While the
    database is away entries wait, as many as there is ``room`` for. ``written``, ``dropped`` and
    ``waiting`` count those of this process. What waits is written when the process ends.
    """

    _process: int
    _entries: deque[Entry]
    _thread: threading.Thread | None
    _closing: threading.Event
    written: int
    dropped: int

    def __init__(self, store: Store, *, room: int = ROOM, interval: float = INTERVAL) -> None:
        self._store = store
        self._room = room
        self._interval = interval
        self._begin_anew()
        atexit.register(self.close)

    @property
    def waiting(self) -> int:
        """Entries that are not written yet."""
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        """Have an entry written soon. Never waits and never fails."""
        if self._process != os.getpid():
            self._begin_anew()
        if len(self._entries) >= self._room:
            self.dropped += 1
            return
        self._entries.append(entry)
        if self._thread is None:
            self._start()

    def flush(self) -> bool:
        """Write what waits, now and in this thread; whether nothing waits any more."""
        if self._process != os.getpid():
            return True
        with self._writing:
            while batch := self._next_batch():
                if not self._write(batch):
                    return False
        return True

    def close(self) -> None:
        """Write what waits, and end the thread. Takes a few seconds if the database is away."""
        atexit.unregister(self.close)
        if self._process != os.getpid():
            return
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.flush()
        self.dropped += len(self._entries)
        self._entries.clear()

    def _begin_anew(self) -> None:
        """Nothing waits and no thread runs: so it is at first, and in a process just forked."""
        self._process = os.getpid()
        self._entries = deque()
        self._thread = None
        self._starting = threading.Lock()
        self._writing = threading.Lock()
        self._closing = threading.Event()
        self._failing = False
        self.written = 0
        self.dropped = 0

    def _start(self) -> None:
        with self._starting:
            if self._thread is None and not self._closing.is_set():
                # A daemon, since Python waits for all others before it says that it ends.
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closing.wait(self._interval):
            self.flush()

    def _next_batch(self) -> list[Entry]:
        entries = self._entries
        return [entries.popleft() for _ in range(min(len(entries), BATCH))]

    def _write(self, batch: list[Entry]) -> bool:
        """Whether it was worth while to go on: not if the database is away, and the batch waits."""
        sealer = self._store.sealer
        try:
            with self._store.database.writing() as connection:
                facts = [entry for entry in batch if isinstance(entry, CallFacts)]
                write_calls(connection, sealer, facts)
                taken = [entry for entry in batch if isinstance(entry, TurnTaken)]
                write_turns(connection, sealer, taken)
                left = [entry for entry in batch if isinstance(entry, PlaceLeft)]
                write_places(connection, sealer, left)
        except DatabaseError as error:
            if not self._failing:
                log.warning("the journal of calls is not written: %s", error)
            self._failing = True
            if error.passing:
                self._entries.extendleft(reversed(batch))
            else:
                self.dropped += len(batch)
            return not error.passing
        except Exception as error:  # noqa: BLE001 - the thread has to go on with the next batch
            log.warning("entries of the journal could not be written: %s", type(error).__name__)
            self.dropped += len(batch)
            return True
        if self._failing:
            log.warning("the journal of calls is written again; %d were dropped", self.dropped)
        self._failing = False
        self.written += len(batch)
        return True
