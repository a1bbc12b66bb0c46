"""What is logged of a failure: its kind and where it happened, never what a caller did.

An exception's message can hold anything that passed through the code, a digit or a topic
included. So the message is left out, and the frames are named without their values.
"""

import logging
import traceback
from pathlib import Path


def log_failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that something failed: the exception's type, and the lines it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    log.error("%s: %s at %s", what, type(error).__name__, where)
