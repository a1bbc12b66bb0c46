"""A turn as TwiML, from pieces made once with Twilio's own library when the book loads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Hangup, Say, VoiceResponse

from ivr.dialogue.actions import Dial, HangUp, Listen, Turn
from ivr.dialogue.book import Book, Language, Pace, Phrase, phrase_id
from ivr.dialogue.wording import BEFORE_AGAIN, BETWEEN_GROUPS, Digits, Passage, Pause, Piece, Words

LARGEST_SAY: Final = 2_900
"""Characters of one Say, markup included; Twilio's voices take 3,000."""

LARGEST_WORDS: Final = 500
"""Characters of one piece of text, before escaping, which can make five of one."""

ACTION: Final = "ACTION"
CALLER: Final = "CALLER"

_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")


class Renderer:
    """Renders the turns of one book. Everything that can be known beforehand is made here."""

    def __init__(self, book: Book) -> None:
        self._say = {
            (language.code, pace): _fragments(language, book.service.paces[pace])
            for language in book.languages.values()
            for pace in Pace
        }
        timeouts = {book.service.menu_timeout, book.service.reading_timeout}
        self._listen = {timeout: _gather(timeout) for timeout in timeouts}
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
                before, between, after = self._listen[ending.initial_timeout]
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


def _fragments(language: Language, words_per_minute: int) -> Mapping[str, str]:
    rate = f"{round(100 * words_per_minute / language.voice_words_per_minute)}%"
    return {passage.id: _said(passage, language, rate) for passage in language.passages.values()}


def _said(passage: Passage, language: Language, rate: str) -> str:
    """A passage as one Say, or as several where one would be too long for Twilio."""
    says: list[str] = []
    current: list[Piece] = []
    for piece in _short(passage.pieces):
        longer = _one_say([*current, piece], language, rate)
        if len(longer) > LARGEST_SAY and current:
            says.append(_one_say(current, language, rate))
            current = []
        current.append(piece)
    return "".join([*says, _one_say(current, language, rate)] if current else says)


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
                say.prosody(piece.text, rate=rate)
            case Pause():
                say.break_(time=f"{piece.milliseconds}ms")
            case Digits():
                _say_twice(say, piece.groups, rate)
            case _:
                assert_never(piece)
    return str(say.to_xml(xml_declaration=False))


def _say_twice(say: Say, groups: tuple[str, ...], rate: str) -> None:
    for time in (BEFORE_AGAIN, BETWEEN_GROUPS):
        for group in groups:
            say.prosody(rate=rate).say_as(group, interpret_as="digits")
            after = BETWEEN_GROUPS if group != groups[-1] else time
            say.break_(time=f"{after}ms")


def _gather(timeout: int) -> tuple[str, str, str]:
    verb = Gather(
        input="dtmf",
        action=ACTION,
        method="POST",
        timeout=timeout,
        num_digits=1,
        finish_on_key="",
        action_on_empty_result=True,
    )
    opening, closing = _halves(verb)
    before, after = opening.split(ACTION)
    return before, after, closing


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
