"""What the web process logs of a failure."""

import logging

from ivr import failures

log = logging.getLogger("ivr.web")


def log_failure(what: str, error: BaseException) -> None:
    """Log that something failed, as ``ivr.failures`` says."""
    failures.log_failure(log, what, error)
