"""What callers say, and what they mean by it: a choice among what has been written down."""

from ivr.dialogue.grammar.grammar import Grammar, Reading
from ivr.dialogue.grammar.hearing import SpeechWords
from ivr.dialogue.grammar.listener import Speech
from ivr.dialogue.grammar.meanings import (
    Consent,
    Danger,
    Destination,
    Meaning,
    SpokenKey,
    Unclear,
    Unsure,
)
from ivr.dialogue.grammar.words import NumberWords

__all__ = [
    "Consent",
    "Danger",
    "Destination",
    "Grammar",
    "Meaning",
    "NumberWords",
    "Reading",
    "Speech",
    "SpeechWords",
    "SpokenKey",
    "Unclear",
    "Unsure",
]
