"""What a webhook answered, as verbs; what Twilio would not execute is an error with its code."""

from typing import Final

from ivr.phone.errors import TwimlError
from ivr.phone.markup import parse
from ivr.phone.transport import TOO_MANY_REDIRECTS, Reply
from ivr.phone.verbs import Say, Verb
from ivr.speech.sounds import Spoken

XML_TYPES: Final = frozenset({"text/xml", "application/xml"})
HTTP_ERROR, WRONG_TYPE = 11217, 12300


def verbs(reply: Reply) -> tuple[Verb, ...]:
    """The verbs of an answer, in order. Plain text is read aloud, whatever it is.

    Raises TwimlError if the webhook could not be reached, answered with an error, or answered
    with something else than TwiML.
    """
    if reply.status == 0:
        if reply.error == TOO_MANY_REDIRECTS:
            raise TwimlError(reply.error, "the webhook redirects too often")
        raise TwimlError(reply.error, f"the webhook could not be reached ({reply.body})")
    if not 200 <= reply.status < 300:  # noqa: PLR2004 - HTTP's range of success
        raise TwimlError(HTTP_ERROR, f"the webhook answered with status {reply.status}")
    if reply.content_type == "text/plain":
        return (Say((Spoken(" ".join(reply.body.split())),)),)
    if reply.content_type not in XML_TYPES:
        raise TwimlError(WRONG_TYPE, f"the webhook answered with {reply.content_type or 'no type'}")
    return parse(reply.body)
