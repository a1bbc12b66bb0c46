"""The verbs of TwiML as frozen values."""

from dataclasses import dataclass, field
from typing import Final

from ivr.speech.sounds import Sound

KEYS: Final = "1234567890*#"
"""The keys of a telephone."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speech. Its seconds are known where a voice here has spoken it."""

    sounds: tuple[Sound, ...]
    language: str = "en-US"
    loop: int = 1
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file. What is in it is known where it could be listened to."""

    url: str
    loop: int = 1
    seconds: float | None = None
    words: str = ""
    sound: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between verbs, in seconds."""

    length: int = 1


@dataclass(frozen=True, slots=True)
class Gather:
    """Waits for keys or speech. Times are in seconds; ``num_digits`` None means any number.

    ``finish_on_key`` may be empty: then no key finishes it, and every key counts. ``language`` is
    the locale in which it listens, empty where the document leaves it to Twilio.
    """

    nested: tuple[Say | Play | Pause, ...] = ()
    action: str | None = None
    method: str = "POST"
    inputs: frozenset[str] = frozenset({"dtmf"})
    timeout: int = 5
    num_digits: int | None = None
    finish_on_key: str = "#"
    action_on_empty_result: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Goes on with another document."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Dial:
    """Connects the caller with somebody; ``timeout`` is how long it rings, in seconds.

    ``whisper`` is what is executed at the other end before they are connected. With
    ``star_ends`` the caller comes back with the star key.
    """

    numbers: tuple[str, ...]
    action: str | None = None
    method: str = "POST"
    timeout: int = 30
    caller_id: str | None = None
    whisper: str | None = None
    star_ends: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Records the caller until silence or a key. Times are in seconds."""

    action: str | None = None
    method: str = "POST"
    timeout: int = 5
    max_length: int = 3_600
    finish_on_key: str = KEYS


@dataclass(frozen=True, slots=True)
class Hangup:
    """Ends the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuses the call without answering it."""

    reason: str = "rejected"


@dataclass(frozen=True, slots=True)
class Sms:
    """Sends a text message."""

    text: str
    to: str | None = None


Verb = Say | Play | Pause | Gather | Redirect | Dial | Record | Hangup | Reject | Sms
