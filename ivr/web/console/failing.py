"""What staff read when a page can't be made: what happened, and what to do. Never a trace."""

import logging
from typing import Final

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from ivr.records import DatabaseError, SealError
from ivr.web.console.desk import shown
from ivr.web.failures import log_failure

log = logging.getLogger("ivr.web")

UNAVAILABLE, BROKEN = 503, 500
RETRY: Final = "30"
"""Seconds after which a browser may ask again."""

WORDS: Final = {
    400: (
        "That did not work",
        "The page was too old or not one of ours, so nothing was changed. Begin again.",
    ),
    403: ("That is for editors", "You may not see this page. Who runs the line can change that."),
    404: ("There is no such page", "It may have been done by somebody else in the meantime."),
    405: ("There is no such page", "Begin again from the list."),
    413: ("That was too long", "Nothing was changed. Go back and write less."),
}
OTHERWISE: Final = ("That did not work", "Nothing more is known here. Begin again from the list.")


def join(pages: Blueprint) -> None:
    """Have the pages answer errors."""
    pages.register_error_handler(HTTPException, _refused)
    pages.register_error_handler(DatabaseError, _away)
    pages.register_error_handler(SealError, _sealed)
    pages.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response:
    status = error.code or BROKEN
    title, message = WORDS.get(status, OTHERWISE)
    return shown("failure", status, title=title, message=message)


def _away(error: DatabaseError) -> Response:
    log.error("a page of the console could not be made: %s", error)
    response = shown(
        "failure",
        UNAVAILABLE,
        title="The records can't be reached right now",
        message="Nobody can log in or see requests until they are back. Nothing that callers "
        "were promised is lost. Try again in a minute, and tell whoever runs the line.",
    )
    response.headers["Retry-After"] = RETRY
    return response


def _sealed(error: SealError) -> Response:
    log.error("a page of the console could not be made: %s", error)
    return shown(
        "failure",
        BROKEN,
        title="This can't be opened",
        message="It is sealed with a key that the line does not have any more. Tell whoever runs "
        "the line: IVR_SECRET_KEY has to list that key again.",
    )


def _broken(error: Exception) -> Response:
    log_failure("a page of the console failed", error)
    return shown(
        "failure",
        BROKEN,
        title="Something went wrong here",
        message="It was written to the log of the line, without anything of a caller. "
        "Begin again from the list.",
    )
