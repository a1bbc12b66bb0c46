"""A turn as TwiML, from pieces made once with Twilio's own library when the book loads."""

import re
from typing import Final, assert_never

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Hangup, VoiceResponse

from ivr.dialogue.actions import Dial, HangUp, Listen, Spoken, Turn
from ivr.dialogue.book import Book, Language, Pace, Phrase, phrase_id
from ivr.speech.index import SoundIndex
from ivr.telephony.speaking import played, plays, says

END_OF_SPEECH: Final = 2
"""Seconds of silence that end an utterance: older callers pause (COGA; voice rules)."""

PAUSE: Final = 1
"""Seconds after the speech before words are listened to, where noise may not interrupt it."""

ACTION: Final = "ADDRESS-OF-THE-NEXT-TURN"
"""What stands in a Gather for its address until a turn is rendered."""

_E164: Final = re.compile(r"\+[1-9][0-9]{1,14}")


class Renderer:
    """Renders the turns of one book. Everything that can be known beforehand is made here.

    What has one of the ``sounds`` is played, from below ``public_url``; the rest is said.
    """

    def __init__(self, book: Book, sounds: SoundIndex | None = None, public_url: str = "") -> None:
        self._plays = plays(book, sounds, public_url) if sounds else {}
        self._say = {
            (language.code, pace): says(language, book, pace)
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
        said = self._say[speech.language, speech.pace]
        sounds = self._plays.get((speech.language, speech.pace))
        if sounds:
            spoken = "".join([played(sounds.get(at)) or said[at] for at in speech.passages])
        else:
            spoken = "".join([said[at] for at in speech.passages])
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
