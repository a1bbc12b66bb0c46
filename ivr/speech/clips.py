"""Passages as clips: what a voice has to say, and how, whichever voice it is."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, assert_never

from ivr.dialogue.book import Book, Language, Pace
from ivr.dialogue.lexicon import HardWord
from ivr.dialogue.wording import (
    BEFORE_AGAIN,
    BETWEEN_GROUPS,
    Aside,
    Digits,
    Hours,
    Passage,
    Pause,
    Piece,
    Words,
)
from ivr.speech.sounds import Clip, Silence, Sound, Spoken, rate

HASH_LENGTH: Final = 32
"""Hexadecimal digits of a hash."""


def clips(passage: Passage, language: Language, book: Book, pace: Pace) -> tuple[Clip, ...]:
    """What is said of a passage, a clip for each voice in turn; nothing of opening hours."""
    made = []
    for code, pieces in groupby(passage.pieces, lambda piece: speaker(piece, language)):
        voice = book.languages[code]
        sounds = tuple(_sounds(pieces, voice, rate(book.service.paces[pace], voice)))
        if sounds:
            made.append(Clip(voice.locale, sounds, voice.voice_words_per_minute))
    return tuple(made)


def speaker(piece: Piece, language: Language) -> str:
    """The code of the language whose voice says a piece."""
    return piece.language if isinstance(piece, Aside) else language.code


def _sounds(pieces: Iterable[Piece], language: Language, rate: float) -> Iterator[Sound]:
    for piece in pieces:
        match piece:
            case Words() | Aside():
                yield from _words(piece.text, language, rate)
            case Hours():
                pass  # said by passages of their own
            case Pause():
                yield Silence(piece.milliseconds / 1000)
            case Digits():
                yield from _twice(piece.groups, rate)
            case _:
                assert_never(piece)


def _words(text: str, language: Language, rate: float) -> Iterator[Spoken]:
    for span in language.lexicon.spans(text):
        match span:
            case str():
                if span.strip():
                    yield Spoken(" ".join(span.split()), rate)
            case HardWord() if span.saying.spelled:
                spelled = "".join(filter(str.isalnum, span.written))
                yield Spoken(spelled, rate, digits=True)
            case HardWord():
                yield Spoken(span.saying.said, rate, written=span.written)
            case _:
                assert_never(span)


def _twice(groups: tuple[str, ...], rate: float) -> Iterator[Sound]:
    for time in (BEFORE_AGAIN, BETWEEN_GROUPS):
        for group in groups:
            yield Spoken(group, rate, digits=True)
            after = BETWEEN_GROUPS if group != groups[-1] else time
            yield Silence(after / 1000)


def clip_key(clips: Sequence[Clip]) -> str:
    """What is said in these clips, whichever voices say it, as a hash."""
    return hashed([_listed(clip) for clip in clips])


def _listed(clip: Clip) -> list[object]:
    """All of a clip's fields: ``dataclasses.astuple`` takes most of the time of a whole book."""
    sounds = [
        [sound.seconds]
        if isinstance(sound, Silence)
        else [sound.text, sound.rate, sound.digits, sound.written]
        for sound in clip.sounds
    ]
    return [clip.language, sounds, clip.words_per_minute]


def hashed(what: object) -> str:
    """The hash of something that JSON can write."""
    text = json.dumps(what, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
