"""A turn as TwiML, from pieces made once with Twilio's own library when the book loads."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, assert_never

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Hangup, Say, SsmlProsody, VoiceResponse

from ivr.dialogue.actions import Dial, HangUp, Listen, Spoken, Turn
from ivr.dialogue.book import Book, Language, Pace, Phrase, phrase_id
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
from ivr.speech.sounds import rate

LARGEST_SAY: Final = 2_900
"""Characters of one Say, markup included; Twilio's voices take 3,000."""

LARGEST_WORDS: Final = 500
"""Characters of one piece of text, before escaping, which can make five of one."""

END_OF_SPEECH: Final = 2
"""Seconds of silence that end an utterance: older callers pause (COGA; voice rules)."""

PAUSE: Final = 1
"""Seconds after the speech before words are listened to, where noise may not interrupt it."""

ACTION: Final = "ADDRESS-OF-THE-NEXT-TURN"
"""What stands in a Gather for its address until a turn is rendered."""

_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")


class Renderer:
    """Renders the turns of one book. Everything that can be known beforehand is made here."""

    def __init__(self, book: Book) -> None:
        self._say = {
            (language.code, pace): _fragments(language, book, pace)
            for language in book.languages.values()
            for pace in Pace
        }
        service = book.service
        timeouts = {service.menu_timeout, service.reading_timeout, service.number_timeout}
        self._listen = {
            (Listen(timeout, spoken), language.code): _listening(timeout, spoken, language)
            for timeout in timeouts
            for spoken in Spoken
            for language in book.languages.values()
        }
        self._open, self._close = _halves(VoiceResponse())
        self._hang_up = str(Hangup().to_xml(xml_declaration=False)) + self._close

    def render(self, turn: Turn, action: str, line_number: str = "") -> str:
        """The TwiML of a turn.

        ``action`` is where the caller's answer is posted: an address in ASCII without ``&``.
        ``line_number`` is the number the caller dialled; people who are transferred to see it,
        never the caller's own.
        """
        speech = turn.speech
        say = self._say[speech.language, speech.pace]
        spoken = "".join([say[passage] for passage in speech.passages])
        ending = turn.ending
        match ending:
            case Listen():
                before, between, after = self._listen[ending, speech.language]
                after = after.replace(ACTION, action)
                return f"{self._open}{before}{action}{between}{spoken}{after}{self._close}"
            case Dial():
                return f"{self._open}{spoken}{_dial(ending, action, line_number)}{self._close}"
            case HangUp():
                return f"{self._open}{spoken}{self._hang_up}"
            case _:
                assert_never(ending)

    def out_of_order(self, language: str) -> str:
        """What is answered when nothing else works: whom to call, then the end of the call."""
        passage = self._say[language, Pace.NORMAL][phrase_id(Phrase.OUT_OF_ORDER)]
        return f"{self._open}{passage}{self._hang_up}"


def _fragments(language: Language, book: Book, pace: Pace) -> Mapping[str, str]:
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


def _listening(timeout: int, spoken: Spoken, language: Language) -> tuple[str, str, str]:
    """What listens, before its address, between address and speech, and after the speech.

    Where noise may not interrupt the speech, a first Gather waits for keys alone; when it is
    over, a second one listens to words as well.
    """
    keys = _gather(timeout, None)
    both = _gather(timeout, language)
    match spoken:
        case Spoken.NEVER:
            return keys
        case Spoken.ANYTIME:
            return both
        case Spoken.AFTERWARDS:
            before, after, closing = _gather(PAUSE, None, falls_through=True)
            return before, after, f"{closing}{both[0]}{ACTION}{both[1]}{both[2]}"
        case _:
            assert_never(spoken)


def _gather(
    timeout: int, language: Language | None, *, falls_through: bool = False
) -> tuple[str, str, str]:
    """A Gather before, between and after its address and what it says; without language, for keys.

    One that ``falls_through`` leads on to what follows it if no key was pressed.
    """
    speech = {}
    if language is not None:
        speech = {
            "language": language.locale,
            "hints": ",".join(language.hints),
            "speech_timeout": END_OF_SPEECH,
        }
    verb = Gather(
        input="dtmf speech" if speech else "dtmf",
        action=ACTION,
        method="POST",
        timeout=timeout,
        num_digits=1,
        finish_on_key="",
        action_on_empty_result=not falls_through,
        **speech,
    )
    opening, closing = _halves(verb)
    before, after = opening.split(f'"{ACTION}"')
    return f'{before}"', f'"{after}', closing


def _dial(dial: Dial, action: str, line_number: str) -> str:
    verb = DialVerb(
        action=action,
        method="POST",
        timeout=dial.staff.ring,
        answer_on_bridge=True,
        caller_id=line_number if _E164.fullmatch(line_number) else None,
    )
    for number in dial.staff.numbers:
        verb.number(number)
    return str(verb.to_xml(xml_declaration=False))


def _halves(verb: VoiceResponse | Gather) -> tuple[str, str]:
    """A verb's text before and after what is nested in it."""
    verb.append(Hangup())
    text = str(verb.to_xml(xml_declaration=isinstance(verb, VoiceResponse)))
    before, after = text.split(str(Hangup().to_xml(xml_declaration=False)))
    return before, after
