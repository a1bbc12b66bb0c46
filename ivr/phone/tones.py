"""The tones of a telephone's keys (ITU-T Q.23), as samples."""

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

ROWS: Final = (697, 770, 852, 941)
COLUMNS: Final = (1209, 1336, 1477)
KEYPAD: Final = ("123", "456", "789", "*0#")

LASTS: Final = 0.12
"""Seconds of a tone, and of the silence after it; exchanges want 40 ms at least (ITU-T Q.24)."""

LOUDNESS: Final = 0.15
"""The part of full scale of each of its two frequencies."""


def tones(keys: str, rate: int) -> "Samples":
    """The tones of keys, one after another, at so many samples a second."""
    gap = np.zeros(int(rate * LASTS), dtype=np.float32)
    return np.concatenate([piece for key in keys for piece in (_tone(key, rate), gap)])


def _tone(key: str, rate: int) -> "Samples":
    row = next(at for at, keys in enumerate(KEYPAD) if key in keys)
    time = np.arange(int(rate * LASTS)) / rate
    low = np.sin(2 * np.pi * ROWS[row] * time)
    high = np.sin(2 * np.pi * COLUMNS[KEYPAD[row].index(key)] * time)
    return (LOUDNESS * (low + high)).astype(np.float32)
