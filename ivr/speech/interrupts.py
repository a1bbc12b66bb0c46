"""Ctrl-C waits while C code calls back into Python: raised in there, it would be lost."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held() -> Iterator[None]:
    """A time in which no signal raises anything here; what came meanwhile comes at its end.

    What Python does at a signal it does in the main thread, whichever thread the signal came to:
    to block signals in the main thread would not do, and in another thread nothing is to be held.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before: dict[signal.Signals, Any] = {}

    def hold(number: int, _frame: object) -> None:
        came.append(number)

    try:
        for each in _SIGNALS:
            handler = signal.getsignal(each)
            # What is no function of Python ends the process or does nothing: neither is raised.
            if callable(handler):
                before[each] = handler
                signal.signal(each, hold)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came[:1]:
            signal.raise_signal(number)
