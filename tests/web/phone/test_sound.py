"""What a browser plays of each verb: rendered speech, files of ours, and those of others."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.cache import WIDE_FILE, SoundCache
from ivr.speech.sounds import Clip, Silence, Spoken
from ivr.speech.studio import Made, Studio
from ivr.web.phone.sound import NO_ROOM, Said, Sounds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sounds of these tests are."""
    return tmp_path_factory.mktemp("audio")


@pytest.fixture(scope="module")
def hello(folder: Path) -> Said:
    """Something said."""
    return Sounds(folder).said(Say((Spoken("Hello there."),)))


def test_speech_has_words_a_sound_and_a_length(folder: Path, hello: Said) -> None:
    """The sound is in the folder under the address, which is relative to the page."""
    assert (hello.text, hello.language) == ("Hello there.", "en-US")
    assert hello.audio.startswith("audio/")
    assert 0.3 < hello.seconds < 3
    assert list(folder.glob(f"*/{hello.audio.removeprefix('audio/')}"))


@pytest.mark.parametrize("before", ["https://line.example.org", "https://a.example/care", "", "/x"])
def test_a_file_of_ours_is_played_in_its_form_for_browsers(
    folder: Path, hello: Said, before: str
) -> None:
    """A <Play> of the telephone's file plays the wide one, with the words written in it."""
    telephone = hello.audio.replace(".flac", ".wav")
    said = Sounds(folder).said(Play(f"{before}/{telephone}"))
    assert (said.text, said.language, said.audio) == (hello.text, "", hello.audio)
    assert said.seconds == pytest.approx(hello.seconds, abs=0.001)


def test_a_file_of_others_is_played_from_where_it_is(folder: Path) -> None:
    """Its words are not known, so the caption names it; so does one that we do not have."""
    for url in ("https://other.example/a.mp3", f"/audio/{'0' * 32}.wav"):
        said = Sounds(folder).said(Play(url))
        assert (said.text, said.audio) == (f"[sound: {url}]", url)


def test_silence_is_a_time_without_words(folder: Path) -> None:
    """A pause, and speech that only pauses, have no caption and no sound."""
    sounds = Sounds(folder)
    assert sounds.said(Pause(2)) == Said("", "", "", 2)
    assert sounds.said(Say((Silence(0.5),))) == Said("", "en-US", "", 0.5)


def test_a_broken_file_is_no_end_of_the_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What can't be read is a caption without a sound; the log says where, and not what."""
    name = "0" * 32
    SoundCache(tmp_path).put(name, WIDE_FILE, b"no sound")
    assert Sounds(tmp_path).said(Play(f"/audio/{name}.wav")).audio == ""
    assert "a sound could not be made" in caplog.text


def test_a_sound_that_cannot_be_kept_is_not_made_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """For a while nothing is spoken, and it is told once; then it is tried again."""
    (tmp_path / "full").touch()
    spoken: list[object] = []
    make = Studio._make

    def counted(self: Studio, name: str, clips: Sequence[Clip]) -> Made:
        spoken.append(clips)
        return make(self, name, clips)

    monkeypatch.setattr(Studio, "_make", counted)
    moment = [1_000.0]
    sounds = Sounds(tmp_path / "full", {"en-US": ("pyttsx3",)}, now=lambda: moment[0])
    said = [sounds.said(Say((Spoken(text),))) for text in ("One.", "Two.", "One.")]
    assert [(each.text, each.audio) for each in said] == [("One.", ""), ("Two.", ""), ("One.", "")]
    assert len(spoken) == 1
    moment[0] += NO_ROOM
    sounds.said(Say((Spoken("One."),)))
    assert len(spoken) == 2
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "sound can't be kept in the folder of IVR_AUDIO"
    ]
    (tmp_path / "full").unlink()
    moment[0] += NO_ROOM
    assert sounds.said(Say((Spoken("One."),))).audio


def test_what_is_there_is_heard_while_nothing_can_be_kept(folder: Path, hello: Said) -> None:
    """Only new sound needs room."""
    sounds = Sounds(folder)
    sounds._no_room_until = math.inf
    assert sounds.said(Say((Spoken("Hello there."),))).audio == hello.audio
    assert sounds.said(Say((Spoken("Something new."),))).audio == ""


def test_a_file_that_is_there_for_the_telephone_alone_is_played(tmp_path: Path) -> None:
    """Below the page's own address, as every sound."""
    sounds = Sounds(tmp_path)
    address = sounds.said(Say((Spoken("Tea."),))).audio
    next(tmp_path.glob("*/*.flac")).unlink()
    telephone = address.replace(".flac", ".wav")
    said = sounds.said(Play(f"https://line.example.org/{telephone}"))
    assert (said.text, said.audio) == ("Tea.", telephone)


def test_a_language_that_no_voice_speaks_is_read(tmp_path: Path) -> None:
    """The words are there, without a sound, for as long as they would take."""
    said = Sounds(tmp_path).said(Say((Spoken("Tere."),), "et-EE"))
    assert (said.text, said.language, said.audio) == ("Tere.", "et-EE", "")
    assert said.seconds > 0


def test_an_engine_that_is_not_whole_is_no_end_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it needs may be missing when it speaks for the first time."""

    def broken(_self: Studio, _name: str, _clips: Sequence[Clip]) -> Made:
        raise ModuleNotFoundError("onnxruntime")

    monkeypatch.setattr(Studio, "_make", broken)
    assert Sounds(tmp_path).said(Say((Spoken("Tea."),))).text == "Tea."
