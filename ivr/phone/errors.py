"""What can go wrong on the phone: misuse by who holds it, and TwiML that Twilio would refuse."""

from typing import Final

from ivr.errors import CarelineError

SCHEMA: Final = 12200
"""Twilio's code for XML that is not in the form of TwiML."""


class PhoneError(CarelineError):
    """Raised if the phone is used in a way that no telephone could be, such as after the call."""


class TwimlError(CarelineError):
    """Raised if a document is not what Twilio executes; ``code`` is Twilio's error code.

    A caller would hear that an application error has occurred, and the call would end.
    """

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"Twilio error {code}: {reason}")
