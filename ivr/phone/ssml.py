"""What a <Say> says: its text and SSML as words, digits and silences, each with its pace."""

import re
from typing import Final
from xml.etree import ElementTree as ET

from ivr.phone.errors import SCHEMA, TwimlError
from ivr.speech.sounds import Silence, Sound, Spoken

LONGEST_BREAK: Final = 10.0
"""Seconds that a <break> lasts at most, whatever it says (Polly)."""

SLOWEST, FASTEST = 0.2, 2.0
"""The rates of speech that Polly goes to, whatever a <prosody> says."""

SSML: Final = frozenset({"break", "say-as", "sub", "p", "s", "prosody", "emphasis", "lang", "w"})
SPELLED: Final = frozenset({"digits", "telephone", "characters", "spell-out"})

_TIME: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s)")
_RATE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_PRESETS: Final = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.5}


def spoken(element: ET.Element) -> tuple[Sound, ...]:
    """What a <Say> says, in order.

    Raises TwimlError if it holds something that no voice takes.
    """
    sounds: list[Sound] = []
    _sounds(element, 1.0, sounds)
    return tuple(sounds)


def _sounds(element: ET.Element, rate: float, sounds: list[Sound]) -> None:
    _speak(element.text, rate, sounds)
    for child in element:
        if child.tag not in SSML:
            raise TwimlError(SCHEMA, f"<{child.tag}> can't stand in a <Say>")
        if child.tag == "break":
            sounds.append(Silence(_seconds(child.get("time", "500ms"))))
        elif child.tag == "say-as" and child.get("interpret-as") in SPELLED:
            digits = "".join(char for char in "".join(child.itertext()) if char.isalnum())
            sounds.append(Spoken(digits, rate, digits=True))
        elif child.tag == "sub":
            written = " ".join("".join(child.itertext()).split())
            sounds.append(Spoken(child.get("alias", ""), rate, written=written))
        else:
            inner = max(SLOWEST, min(FASTEST, rate * _rate(child)))
            _sounds(child, inner, sounds)
        _speak(child.tail, rate, sounds)


def _speak(text: str | None, rate: float, sounds: list[Sound]) -> None:
    folded = " ".join((text or "").split())
    if folded:
        sounds.append(Spoken(folded, rate))


def _seconds(time: str) -> float:
    found = _TIME.fullmatch(time)
    if not found:
        raise TwimlError(SCHEMA, "the time of a <break> is not like 500ms or 1s")
    return min(LONGEST_BREAK, float(found.group(1)) / (1000 if found.group(2) == "ms" else 1))


def _rate(element: ET.Element) -> float:
    rate = element.get("rate") if element.tag == "prosody" else None
    if rate is None:
        return 1.0
    found = _RATE.fullmatch(rate)
    if found and float(found.group(1)) > 0:
        return float(found.group(1)) / 100
    if rate not in _PRESETS:
        raise TwimlError(SCHEMA, "the rate of a <prosody> is neither a percentage nor a word")
    return _PRESETS[rate]
