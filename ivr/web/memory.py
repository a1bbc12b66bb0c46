"""The memory of a process that has loaded its book: kept small, and left alone in calls."""

import ctypes
import gc
import sys


def settle() -> None:
    """Give back what only loading needed, and let nobody look through the rest again.

    The book and its TwiML live as long as the process: the garbage collector need not look at
    them again and again in the middle of calls, and workers forked later share their memory.
    """
    gc.collect()
    if sys.platform == "linux":
        # glibc keeps what was freed for later; musl has no such function.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
    gc.freeze()
