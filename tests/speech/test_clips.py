"""What is rendered is what Twilio would be told to say."""

from itertools import groupby

import pytest

from ivr.dialogue import Book, HangUp, Pace, Place, Speak, Turn
from ivr.dialogue.state import CallState
from ivr.phone.markup import parse
from ivr.phone.verbs import Say
from ivr.speech.clips import clips
from ivr.speech.sounds import Sound, Spoken
from ivr.telephony.twiml import Renderer


def merged(sounds: list[Sound]) -> list[Sound]:
    """Sounds in which words that follow each other are one: where they are cut tells nothing."""
    found: list[Sound] = []
    for sound in sounds:
        last = found[-1] if found else None
        if (
            isinstance(sound, Spoken)
            and isinstance(last, Spoken)
            and not (sound.written or last.written or sound.digits or last.digits)
        ):
            found[-1] = Spoken(f"{last.text} {sound.text}", last.rate)
        else:
            found.append(sound)
    return found


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("language", ["en", "es"])
def test_voices_are_told_what_twilio_is_told(book: Book, language: str, pace: Pace) -> None:
    """Every passage: the words, the digits, the hard words, the pauses and the paces."""
    renderer = Renderer(book)
    own = book.languages[language]
    said = 0
    for passage in own.passages.values():
        state = CallState("v", language, Place("main.menu"))
        turn = Turn(state, Speak((passage.id,), language, pace), HangUp())
        says = [verb for verb in parse(renderer.render(turn, "")) if isinstance(verb, Say)]
        told = {
            number: (locale, merged([sound for say in group for sound in say.sounds]))
            for number, (locale, group) in enumerate(groupby(says, lambda say: say.language))
        }
        made: dict[int, tuple[str, list[Sound]]] = {
            number: (clip.language, merged(list(clip.sounds)))
            for number, clip in enumerate(clips(passage, own, book, pace))
        }
        assert made == told, passage.id
        said += bool(made)
    assert said > 500


def test_a_clip_is_spoken_at_the_speed_of_its_own_voice(book: Book) -> None:
    """The greeting offers Spanish in the Spanish voice, so it has clips in both languages."""
    greeting = book.languages["en"].passages["main.welcome/0"]
    made = clips(greeting, book.languages["en"], book, Pace.SLOW)
    assert [clip.language for clip in made] == ["en-US", "es-US", "en-US"]
    assert {clip.words_per_minute for clip in made} == {165}
    rates = {each.rate for clip in made for each in clip.sounds if isinstance(each, Spoken)}
    assert rates == {0.76}
