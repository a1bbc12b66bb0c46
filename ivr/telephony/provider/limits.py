"""How long Twilio is waited for, and how much it may send."""

from typing import Final

CONNECT: Final = 5.0
READ: Final = 15.0
"""Seconds for a connection, and for each part of an answer."""

LONGEST_ANSWER: Final = 64 * 1024 * 1024
"""Bytes. An hour of sound is 58 MB."""
