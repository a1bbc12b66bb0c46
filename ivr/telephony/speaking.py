"""Passages as verbs of TwiML, made once with Twilio's own library: said, or played as sound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from os import stat
from typing import Final, assert_never

from twilio.twiml.voice_response import Play, Say, SsmlProsody

from ivr.dialogue.book import Book, Language, Pace
from ivr.dialogue.lexicon import HardWord, Lexicon
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
from ivr.speech.clips import speaker
from ivr.speech.index import SoundIndex
from ivr.speech.sounds import rate

LARGEST_SAY: Final = 2_900
"""Characters of one Say, markup included; Twilio's voices take 3,000."""

LARGEST_WORDS: Final = 500
"""Characters of one piece of text, before escaping, which can make five of one."""

Playable = tuple[str, str, int]
"""The verb that plays a sound, its file, and the bytes that this has when it is whole."""


def plays(
    book: Book, sounds: SoundIndex, public_url: str
) -> Mapping[tuple[str, Pace], Mapping[str, Playable]]:
    """What plays each passage that has a sound."""
    return {
        (language.code, pace): {
            passage: (
                _play(f"{public_url}/audio/{entry.name}.wav"),
                str(sounds.path(entry)),
                entry.sizes[0],
            )
            for passage, entry in sounds.said(language, book, pace).items()
            if entry.sizes[0]
        }
        for language in book.languages.values()
        for pace in Pace
    }


def _play(url: str) -> str:
    return str(Play(url).to_xml(xml_declaration=False))


def played(sound: Playable | None) -> str | None:
    """The verb that plays a sound; None where its file is gone or damaged: then it is said."""
    if sound is None:
        return None
    verb, path, size = sound
    try:
        return verb if stat(path).st_size == size else None  # noqa: PTH116 - in each turn; half as long
    except OSError:
        return None


def says(language: Language, book: Book, pace: Pace) -> Mapping[str, str]:
    """What Twilio's voice is told to say of each passage, at a pace."""
    return {
        passage.id: _said(passage, language, book, pace) for passage in language.passages.values()
    }


def _said(passage: Passage, language: Language, book: Book, pace: Pace) -> str:
    """A passage as one Say, or as several: for other voices, and where one would be too long."""
    words_per_minute = book.service.paces[pace]
    says: list[str] = []
    for code, pieces in groupby(passage.pieces, lambda piece: speaker(piece, language)):
        voice = book.languages[code]
        said = [Words(piece.text) if isinstance(piece, Aside) else piece for piece in pieces]
        says += _says(said, voice, f"{rate(words_per_minute, voice):.0%}")
    return "".join(says)


def _says(pieces: Sequence[Piece], language: Language, rate: str) -> Iterator[str]:
    """Pieces as one Say, or as several where one would be too long."""
    whole = _one_say(pieces, language, rate)
    if len(whole) <= LARGEST_SAY:
        yield whole
        return
    current: list[Piece] = []
    for piece in _short(pieces):
        if current and len(_one_say([*current, piece], language, rate)) > LARGEST_SAY:
            yield _one_say(current, language, rate)
            current = []
        current.append(piece)
    yield _one_say(current, language, rate)


def _short(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if not isinstance(piece, Words):
            yield piece
            continue
        text = piece.text
        while len(text) > LARGEST_WORDS:
            cut = text.rfind(" ", 0, LARGEST_WORDS)
            cut = cut if cut > 0 else LARGEST_WORDS
            yield Words(text[:cut])
            text = text[cut:].lstrip()
        yield Words(text)


def _one_say(pieces: Iterable[Piece], language: Language, rate: str) -> str:
    say = Say(voice=language.voice, language=language.locale)
    for piece in pieces:
        match piece:
            case Words():
                _say_words(say.prosody(rate=rate), piece.text, language.lexicon)
            case Hours() | Aside():
                pass  # said by passages of their own, and by another voice
            case Pause():
                say.break_(time=f"{piece.milliseconds}ms")
            case Digits():
                _say_twice(say, piece.groups, rate)
            case _:
                assert_never(piece)
    return str(say.to_xml(xml_declaration=False))


def _say_words(prosody: SsmlProsody, text: str, lexicon: Lexicon) -> None:
    for span in lexicon.spans(text):
        match span:
            case str():
                prosody.append(span)
            case HardWord() if span.saying.spelled:
                prosody.say_as(span.written, interpret_as="characters")
            case HardWord():
                prosody.sub(span.written, alias=span.saying.said)


def _say_twice(say: Say, groups: tuple[str, ...], rate: str) -> None:
    for time in (BEFORE_AGAIN, BETWEEN_GROUPS):
        for group in groups:
            say.prosody(rate=rate).say_as(group, interpret_as="digits")
            after = BETWEEN_GROUPS if group != groups[-1] else time
            say.break_(time=f"{after}ms")
