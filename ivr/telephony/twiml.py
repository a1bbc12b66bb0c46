"""A turn as TwiML, from pieces made once with Twilio's own library when the book loads."""

import re
from dataclasses import replace
from typing import Final, assert_never

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Hangup, Play, Record, Redirect, VoiceResponse

from ivr.dialogue.actions import Dial, HangUp, Listen, Perform, RecordMessage, Spoken, Turn
from ivr.dialogue.book import Book, Language, Pace, Phrase, phrase_id, whisper_id
from ivr.dialogue.numbers import MOST_TYPED
from ivr.speech.index import SoundIndex
from ivr.telephony.speaking import played, plays, says

END_OF_SPEECH: Final = 2
"""Seconds of silence that end an utterance: older callers pause (COGA; voice rules)."""

WHISPERED: Final = 5
"""Seconds in which somebody who answers can take a call, each of the two times."""

END_OF_MESSAGE: Final = 6
"""Seconds of silence that end a message: who looks for words is not cut off."""

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
        waits = [Listen(timeout, spoken) for timeout in timeouts for spoken in Spoken]
        waits += [
            Listen(service.typing_timeout, spoken, digits)
            for spoken in Spoken
            for digits in range(1, MOST_TYPED + 1)
        ]
        self._listen = {
            (listen, language.code): _listening(listen, language)
            for listen in waits
            for language in book.languages.values()
        }
        self._whispers = f"{public_url}/voice/whisper/"
        self._open, self._close = _halves(VoiceResponse())
        self._hang_up = str(Hangup().to_xml(xml_declaration=False)) + self._close

    def render(
        self, turn: Turn, action: str, line_number: str = "", message: str | None = None
    ) -> str:
        """The TwiML of a turn.

        ``action`` is where the caller's answer is posted: an address in ASCII without ``&``.
        ``line_number`` is the number the caller dialled; people who are transferred to see it,
        never the caller's own. ``message`` is where the caller's own recording is, if the turn
        plays it.
        """
        speech = turn.speech
        said = self._say[speech.language, speech.pace]
        sounds = self._plays.get((speech.language, speech.pace))
        if sounds:
            spoken = "".join([played(sounds.get(at)) or said[at] for at in speech.passages])
        else:
            spoken = "".join([said[at] for at in speech.passages])
        if message:
            spoken = str(Play(message).to_xml(xml_declaration=False)) + spoken
        ending = turn.ending
        match ending:
            case Listen():
                before, between, after = self._listen[ending, speech.language]
                after = after.replace(ACTION, action)
                return f"{self._open}{before}{action}{between}{spoken}{after}{self._close}"
            case Dial():
                whisper = f"{self._whispers}{speech.language}" if ending.whispers else None
                dial = _dial(ending, action, line_number, whisper)
                return f"{self._open}{spoken}{dial}{self._close}"
            case RecordMessage():
                return f"{self._open}{spoken}{_record(ending, action)}{self._close}"
            case Perform():
                raise ValueError("a turn that has something to be done is not over")
            case HangUp():
                return f"{self._open}{spoken}{self._hang_up}"
            case _:
                assert_never(ending)

    def whisper(self, language: str, answer: str) -> str:
        """What somebody who answers hears of a caller in this language, who waits meanwhile.

        It is said twice; a key is posted to ``answer``. Without one the call is not taken: a
        machine that answers, which presses nothing, never gets it.
        """
        first = next(iter(self._say))[0]
        told = self._say[first, Pace.NORMAL][whisper_id(language)]
        before, after = _halves(
            Gather(
                input="dtmf",
                action=answer,
                method="POST",
                timeout=WHISPERED,
                num_digits=1,
                finish_on_key="",
            )
        )
        return f"{self._open}{before}{told}{after}{before}{told}{after}{self._hang_up}"

    @property
    def taken(self) -> str:
        """What connects somebody who took a call: nothing is left to say to them."""
        return f"{self._open}{self._close}"

    @property
    def not_taken(self) -> str:
        """What ends the call to somebody who did not take it."""
        return f"{self._open}{self._hang_up}"

    def out_of_order(self, language: str) -> str:
        """What is answered when nothing else works: whom to call, then the end of the call."""
        passage = self._say[language, Pace.NORMAL][phrase_id(Phrase.OUT_OF_ORDER)]
        return f"{self._open}{passage}{self._hang_up}"


def _listening(listen: Listen, language: Language) -> tuple[str, str, str]:
    """What listens, before its address, between address and speech, and after the speech.

    Where noise may not interrupt the speech, a first Gather waits for keys alone; when it is
    over, a second one listens to words as well.
    """
    keys = _gather(listen, None)
    both = _gather(listen, language)
    match listen.spoken:
        case Spoken.NEVER:
            return keys
        case Spoken.ANYTIME:
            return both
        case Spoken.AFTERWARDS:
            pause = replace(listen, initial_timeout=PAUSE)
            before, after, closing = _gather(pause, None, falls_through=True)
            return before, after, f"{closing}{both[0]}{ACTION}{both[1]}{both[2]}"
        case _:
            assert_never(listen.spoken)


def _gather(
    listen: Listen, language: Language | None, *, falls_through: bool = False
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
        timeout=listen.initial_timeout,
        num_digits=listen.most_digits,
        # One key is an answer, whichever it is; more are a number, which # ends.
        finish_on_key="" if listen.most_digits == 1 else "#",
        action_on_empty_result=not falls_through,
        **speech,
    )
    opening, closing = _halves(verb)
    before, after = opening.split(f'"{ACTION}"')
    return f'{before}"', f'"{after}', closing


def _dial(dial: Dial, action: str, line_number: str, whisper: str | None) -> str:
    verb = DialVerb(
        action=action,
        method="POST",
        timeout=dial.ring,
        answer_on_bridge=True,
        hangup_on_star=dial.returns or None,
        caller_id=line_number if _E164.fullmatch(line_number) else None,
    )
    for number in dial.numbers:
        verb.number(number, url=whisper, method="POST" if whisper else None)
    return str(verb.to_xml(xml_declaration=False))


def _record(record: RecordMessage, action: str) -> str:
    """What records a message. Who says nothing is not reported by Record, so that a Redirect is."""
    verb = Record(
        action=action,
        method="POST",
        max_length=record.longest,
        timeout=END_OF_MESSAGE,
        finish_on_key="#",
        play_beep=True,
        trim="trim-silence",
    )
    after = Redirect(action, method="POST")
    return "".join(str(each.to_xml(xml_declaration=False)) for each in (verb, after))


def _halves(verb: VoiceResponse | Gather) -> tuple[str, str]:
    """A verb's text before and after what is nested in it."""
    verb.append(Hangup())
    text = str(verb.to_xml(xml_declaration=isinstance(verb, VoiceResponse)))
    before, after = text.split(str(Hangup().to_xml(xml_declaration=False)))
    return before, after
