"""What Twilio is asked to do: send texts, say which it has sent, hand over recordings."""

from ivr.telephony.provider.errors import (
    MisconfiguredError,
    NotThereError,
    PassingError,
    ProviderError,
    RefusedError,
)
from ivr.telephony.provider.provider import Provider

__all__ = [
    "MisconfiguredError",
    "NotThereError",
    "PassingError",
    "Provider",
    "ProviderError",
    "RefusedError",
]
