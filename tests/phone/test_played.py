"""What a line plays: its words and its seconds are read out of the sound itself."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from ivr.phone.handset import Handset
from ivr.phone.listening import UNKNOWN_SOUND
from ivr.phone.transport import Wsgi
from tests.phone.webhooks import URL, response, said

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def sound(seconds: float, words: str) -> bytes:
    """A file as the line makes them."""
    content = io.BytesIO()
    with soundfile.SoundFile(
        content, "w", samplerate=8_000, channels=1, format="WAV", subtype="ULAW"
    ) as file:
        if words:
            file.comment = words
        file.write(np.zeros(round(seconds * 8_000)))
    return content.getvalue()


class Site:
    """A webhook whose document plays files that stand beside it."""

    def __init__(self, document: str, **files: bytes) -> None:
        self._document = document
        self._files = {f"/calls/{name}.wav": content for name, content in files.items()}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        path = environ["PATH_INFO"]
        if path.endswith(".wav"):
            found = path in self._files
            start_response("200 OK" if found else "404 Not Found", [("Content-Type", "audio/wav")])
            return [self._files.get(path, b"")]
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [self._document.encode()]


def called(document: str, **files: bytes) -> Handset:
    """A call to a line that plays."""
    handset = Handset(Wsgi(Site(document, **files)), URL)
    handset.dial()
    return handset


def test_sound_takes_as_long_as_it_is_and_says_its_words() -> None:
    """The clock, and what was heard: as if it had been said."""
    handset = called(response("<Play>tea.wav</Play>"), tea=sound(2.5, "For tea, press 1."))
    assert said(handset) == ["For tea, press 1."]
    assert handset.clock == handset.heard[0].seconds == 2.5


def test_sound_in_a_gather_is_heard_until_a_key() -> None:
    """As often as it is played, and named when its words are over."""
    document = response('<Gather numDigits="1"><Play loop="2">tea.wav</Play></Gather>')
    handset = called(document, tea=sound(2.0, "Tea and cake."))
    handset.press("1", after="Tea")
    assert handset.clock == pytest.approx(2.0 * 3 / 12)
    handset.press("1")
    assert handset.clock == pytest.approx(2.0 * 3 / 12 + 4.0)


@pytest.mark.parametrize(
    ("url", "content"),
    [
        ("none.wav", b""),
        ("tea.wav", b""),
        ("tea.wav", b"no sound"),
        ("tea.wav", b"RIFF\0\0\0\0WAVEfmt "),
        ("http://[", b""),
    ],
)
def test_sound_that_cannot_be_listened_to_takes_a_guess(url: str, content: bytes) -> None:
    """The call goes on, and what was played is named by its address."""
    handset = called(response(f"<Play>{url}</Play><Say>Bye.</Say>"), tea=content)
    assert said(handset) == [f"[sound: {url}]", "Bye."]
    assert handset.heard[0].seconds == UNKNOWN_SOUND


def test_sound_of_others_has_a_length_and_no_words() -> None:
    """What is in it can't be told."""
    handset = called(response("<Play>tea.wav</Play>"), tea=sound(1.5, ""))
    assert said(handset) == ["[sound: tea.wav]"]
    assert handset.clock == 1.5
