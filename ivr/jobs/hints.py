"""The queue itself: Huey on SQLite or Redis, carrying hints and nothing else.

A hint is a kind of row to look at. It is written as JSON, so that whoever can write to the queue
can make a worker look, and can't make it run anything else.
"""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import RedisStorage, SqliteStorage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger("ivr.jobs")

NAME: Final = "careline"

KINDS: Final = ("texts", "voicemails")

SQLITE: Final = "sqlite:///"


class _Plain(Serializer):  # type: ignore[misc] # huey ships no types
    """Hints as JSON: which, and of which kind."""

    def _serialize(self, data: Any) -> bytes:  # noqa: ANN401 - huey's own
        return json.dumps([data.id, data.name]).encode()

    def _deserialize(self, data: bytes) -> Any:  # noqa: ANN401 - as above
        identity, name = json.loads(data)
        return Message(identity, name, retries=0, retry_delay=0, args=(), kwargs={})


class Hints(Huey):  # type: ignore[misc] # as above
    """The queue at an address. ``look`` is what is done about a hint of a kind, in a worker.

    Nothing takes longer than ``wait`` seconds, but that a worker waits for hints. Making one
    reaches for no Redis; a file is made, with its folder.
    """

    def __init__(self, url: str, wait: float, look: Callable[[str], None] | None = None) -> None:
        self._is_away = False
        self._look = look
        common = {"results": False, "serializer": _Plain()}
        if url.startswith(SQLITE):
            file = Path(url.removeprefix(SQLITE))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600, exist_ok=True)
            # What is lost when the machine fails was only a hint.
            super().__init__(
                NAME, storage_class=SqliteStorage, filename=str(file), timeout=wait, fsync=False,
                cache_mb=0, **common,
            )  # fmt: skip
        else:
            pool = ConnectionPool.from_url(
                url,
                socket_timeout=wait,
                socket_connect_timeout=wait,
                retry=Retry(NoBackoff(), 0),
            )
            super().__init__(NAME, storage_class=RedisStorage, connection_pool=pool, **common)
        self._tasks = {kind: self.task(name=kind)(self._looking(kind)) for kind in KINDS}

    def give(self, kind: str) -> None:
        """Put a hint into the queue. Raises whatever its storage does if it is away."""
        self.enqueue(self._tasks[kind].s())

    def dequeue(self) -> Any:  # noqa: ANN401 - huey's own
        """The next hint, if there is one. Says once that the queue is away, and once that not."""
        try:
            found = super().dequeue()
        except Exception:
            if not self._is_away:
                self._is_away = True
                log.warning("the queue can't be reached: work is looked for every minute instead")
            raise
        if self._is_away:
            self._is_away = False
            log.warning("the queue can be reached again")
        return found

    def _looking(self, kind: str) -> Callable[[], None]:
        def looking() -> None:
            if self._look is not None:
                self._look(kind)

        return looking
