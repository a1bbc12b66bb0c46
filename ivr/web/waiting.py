"""Waiting for something no longer than a caller can: it goes on, and nobody listens to it."""

import threading
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def in_time(look: Callable[[], Found], seconds: float) -> Found:
    """What is found, if that takes no longer.

    Raises TimeoutError if it does, and else whatever ``look`` raises.
    """
    found: list[Found] = []
    raised: list[BaseException] = []

    def looking() -> None:
        try:
            found.append(look())
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            raised.append(error)

    thread = threading.Thread(target=looking, name="look", daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not found:
        raise TimeoutError
    return found[0]
