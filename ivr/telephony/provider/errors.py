"""What can go wrong with Twilio, sorted by what is to be done. No message holds a number."""

from typing import Final

from ivr.errors import CarelineError

OPTED_OUT: Final = "21610"
"""Twilio's code for a number that has written STOP."""

OF_OPERATORS: Final = frozenset(
    {
        "20003",  # the account or the token is wrong
        "20005",  # the account is not active
        "21212",  # the sender is no number
        "21603",  # no sender
        "21606",  # the sender is not the account's, or can't send texts
        "21659",  # the same, by its newer code
        "21660",  # the sender belongs to another account
        "21703",  # the messaging service has no number
        "21705",  # there is no such messaging service
        "30034",  # the sender is not registered with the carriers (A2P 10DLC)
    }
)
"""Codes of what is wrong with the line's account or sender, and not with one text."""

UNREACHABLE: Final = "unreachable"
"""Our code for a connection that could not be made."""

NO_ANSWER: Final = "no-answer"
"""Our code for no answer in time, or one that can't be understood."""

NO_SUCH_ACCOUNT: Final = "20404"

UNAUTHORIZED: Final = (401, 403)
NOT_FOUND: Final = 404
TOO_MANY: Final = 429
FIRST_ERROR: Final = 400
FIRST_SERVER_ERROR: Final = 500


class ProviderError(CarelineError):
    """Raised if Twilio did not do what it was asked. ``code`` is Twilio's, or a word of ours."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class RefusedError(ProviderError):
    """Raised if it will never do this: asking again is of no use."""

    def __init__(self, code: str) -> None:
        super().__init__(code, f"Twilio refuses this for good ({_page(code)})")


class MisconfiguredError(ProviderError):
    """Raised if it will do nothing of the kind until operators have mended the account."""

    def __init__(self, code: str) -> None:
        super().__init__(
            code,
            f"Twilio refuses everything of this kind ({_page(code)}): look at TWILIO_ACCOUNT_SID, "
            "TWILIO_AUTH_TOKEN and IVR_TEXTS_FROM, and at the account in Twilio's console",
        )


class NotThereError(ProviderError):
    """Raised if it does not have what it was asked for, or not yet."""

    def __init__(self) -> None:
        super().__init__("not-there", "Twilio does not have this, or not yet")


class PassingError(ProviderError):
    """Raised if the same may work later. With ``unsure``, it may have been done all the same."""

    def __init__(self, code: str, *, unsure: bool) -> None:
        self.unsure = unsure
        super().__init__(code, f"Twilio can't do this now ({code})")


def error_for(status: int, code: str) -> ProviderError:
    """The error of an answer with this HTTP status, and Twilio's own code if it gave one."""
    if code in OF_OPERATORS or status < FIRST_ERROR:
        # Twilio leads nowhere else: something on the way there does.
        return MisconfiguredError(code)
    if status == NOT_FOUND:
        return NotThereError()
    if status == TOO_MANY:
        return PassingError(code, unsure=False)
    if status >= FIRST_SERVER_ERROR:
        # Twilio says of its error 20500 that a text may have been sent.
        return PassingError(code, unsure=True)
    if status in UNAUTHORIZED and code == str(status):
        return MisconfiguredError(code)
    return RefusedError(code)


def _page(code: str) -> str:
    return f"https://www.twilio.com/docs/api/errors/{code}"
