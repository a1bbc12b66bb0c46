"""Whether Twilio would place a Dial: whose number is shown, and which numbers are called."""

import re
from typing import Final

from ivr.phone.call import Numbers
from ivr.phone.errors import TwimlError
from ivr.phone.verbs import Dial

WRONG_CALLER_ID, WRONG_NUMBER = 13214, 13224

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def check(dial: Dial, numbers: Numbers) -> None:
    """Raise TwimlError if Twilio would not place this call to somebody else.

    It shows the caller's own number unless ``callerId`` is given. Twilio also allows numbers that
    the account owns or has verified as a callerId; the phone knows none but the one called.
    """
    if dial.caller_id is None:
        if not _E164.fullmatch(numbers.caller):
            raise TwimlError(WRONG_CALLER_ID, "the caller is anonymous, and <Dial> has no callerId")
    elif dial.caller_id not in {numbers.to, numbers.caller} or not _E164.fullmatch(dial.caller_id):
        raise TwimlError(WRONG_CALLER_ID, "callerId of <Dial> is neither To nor From of the call")
    if not dial.numbers:
        raise TwimlError(WRONG_NUMBER, "<Dial> calls no number")
    if not all(_E164.fullmatch(number) for number in dial.numbers):
        raise TwimlError(WRONG_NUMBER, "a number of <Dial> is not in the form +15555550100")
