"""People's recordings: what they are called, when they are used, and when not any more."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.authoring import load
from ivr.dialogue import Book, Pace
from ivr.speech.adopting import Adopted, adopt
from ivr.speech.cache import WIDE_FILE, SoundCache
from ivr.speech.espeak import Espeak
from ivr.speech.parts import parts
from ivr.speech.recordings import REGISTER, read_folder, recording_name, words_hash
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError
from ivr.speech.voices import Voices, engines
from tests.manuscripts import WORDS, write
from tests.speech.sounding import heard, loudness, quiet_ends, speakable_files

TEA = "main.tea.1.wav"


@dataclass
class Desk:
    """A toy book in which somebody records, and the cache that recordings come to."""

    root: Path
    voice: Espeak

    @property
    def folder(self) -> Path:
        """Where English recordings stand."""
        return self.root / "prompts/en/audio"

    @property
    def cache(self) -> SoundCache:
        """Where sound is kept."""
        return SoundCache(self.root / "audio")

    def record(self, text: str, name: str = TEA, rate: float = 130, louder: float = 1.0) -> Path:
        """Record a text under a name, by another voice than the one that renders."""
        samples = self.voice.speak(text, rate) * np.float32(louder)
        self.folder.mkdir(exist_ok=True)
        soundfile.write(self.folder / name, samples, self.voice.samples_a_second, "PCM_16")
        return self.folder / name

    def write_words(self, old: str, new: str) -> None:
        """Change words of the English texts."""
        words = WORDS.replace("@", "in English").replace(old, new)
        (self.root / "prompts/en/main.yaml").write_text(words)

    def adopted(self, *paces: Pace, make: bool = True) -> Adopted:
        """What becomes of the recordings now; at the normal pace unless told."""
        book = load(self.root)
        english = book.languages["en"]
        said = list(parts(book, [english], list(paces) or [Pace.NORMAL]))
        studio = Studio(self.cache, Voices(engines(book)))
        return adopt(self.root, book, english, said, studio, make=make)

    def register(self) -> dict[str, dict[str, str]]:
        """What recordings.json holds."""
        content: dict[str, dict[str, str]] = json.loads((self.folder / REGISTER).read_text())
        return content


@pytest.fixture
def desk(tmp_path: Path, spanish: Espeak) -> Desk:
    """A toy book without recordings."""
    return Desk(write(tmp_path, speakable_files()), spanish)


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("main.tea/0", "main.tea.1"),
        ("main.tea/10", "main.tea.11"),
        ("main.menu/choices", "main.menu.choices"),
        ("main.menu/keys", "main.menu.keys"),
        ("main.hard/ask", "main.hard.ask"),
        ("main.hard/gate", "main.hard.gate"),
        ("service/more", "service.more"),
        ("hours/acs/always-0", "hours.acs.always-0"),
        ("offer/main.tea/1", "offer.main.tea.1"),
        ("offer/command:goodbye/2", "offer.command.goodbye.2"),
    ],
)
def test_recordings_are_named_after_what_they_say(passage: str, name: str) -> None:
    """Parts are counted from 1, as people count."""
    assert recording_name(passage) == name


def test_no_two_texts_of_the_shipped_book_have_the_same_name(book: Book) -> None:
    """A name says which text is meant, and stands in a file's name as it is."""
    for language in book.languages.values():
        counted = Counter(map(recording_name, language.passages))
        assert counted.most_common(1)[0][1] == 1
        assert not [name for name in counted if set("/\\:*?") & set(name)]


def test_a_recording_is_used_in_place_of_a_voice(desk: Desk) -> None:
    """It is converted as everything is, holds the words, and is what its person said."""
    path = desk.record("Tea one in English.", louder=0.2)
    found = desk.adopted()
    assert (found.refused, len(found.new)) == ([], 1)
    (entry,) = found.entries.values()
    assert entry.recorded
    with soundfile.SoundFile(desk.cache.path(entry.name)) as file:
        assert (file.subtype, file.samplerate, file.channels) == ("ULAW", 8_000, 1)
        assert file.comment == "Tea one in English."
        assert len(file) / file.samplerate == pytest.approx(entry.seconds, abs=0.002)
    for kind in (".wav", WIDE_FILE):
        samples, rate = heard(desk.cache.path(entry.name, kind))
        assert loudness(samples, rate) == pytest.approx(-20, abs=1.0)
        assert np.abs(samples).max() < 0.995
        for silence in quiet_ends(samples, rate):
            assert 0.05 <= silence <= 0.25
    original, own = heard(path)
    spoken = np.abs(np.fft.rfft(original, 2**17)), np.abs(np.fft.rfft(samples, 2**17))
    tops = [
        spectrum.argmax() * speed / 2**17
        for spectrum, speed in zip(spoken, (own, rate), strict=True)
    ]
    assert tops[0] == pytest.approx(tops[1], abs=3)


def test_one_recording_gives_three_paces(desk: Desk) -> None:
    """Each is as long as its share of the normal pace."""
    desk.record("Tea one in English.")
    found = desk.adopted(*Pace)
    assert len(found.new) == 3
    seconds = sorted(entry.seconds - 0.2 for entry in found.entries.values())
    assert seconds[2] / seconds[1] == pytest.approx(150 / 125, abs=0.05)
    assert seconds[0] / seconds[1] == pytest.approx(150 / 175, abs=0.05)


def test_the_register_tells_which_words_were_recorded(desk: Desk) -> None:
    """recordings.json stands beside the files, and holds hashes of words and sound."""
    desk.record("Tea one in English.")
    desk.adopted()
    assert desk.register() == {
        TEA: {"sound": desk.register()[TEA]["sound"], "words": words_hash("Tea one in English.")}
    }
    assert words_hash(" Tea one\nin English. ") == words_hash("Tea one in English.")


def test_nothing_is_converted_twice(desk: Desk) -> None:
    """Another run finds the same sounds, and writes neither them nor the register again."""
    desk.record("Tea one in English.")
    first = desk.adopted()
    files = [path for path in desk.root.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    again = desk.adopted()
    assert again.new == set()
    assert again.entries.keys() == first.entries.keys()
    assert {entry.name for entry in again.entries.values()} == {
        entry.name for entry in first.entries.values()
    }
    assert {path: path.stat().st_mtime_ns for path in files} == before


def test_looking_makes_nothing(desk: Desk) -> None:
    """Without leave to make, what is new is counted, and no file is written."""
    desk.record("Tea one in English.")
    before = sorted(desk.root.rglob("*"))
    found = desk.adopted(*Pace, make=False)
    assert (len(found.new), found.entries, found.refused) == (3, {}, [])
    assert sorted(desk.root.rglob("*")) == before


def test_a_recording_whose_words_have_changed_is_not_used(desk: Desk) -> None:
    """Neither now nor in the next run; and it is used again when its words are back."""
    path = desk.record("Tea one in English.")
    desk.adopted()
    register = desk.register()
    desk.write_words("Tea one", "One tea")
    for _ in range(2):
        found = desk.adopted()
        assert found.entries == {}
        assert found.refused == [(path, "its words have changed since: record it again")]
        assert desk.register() == register
    desk.write_words("", "")
    assert len(desk.adopted().entries) == 1


def test_a_recording_that_was_made_again_is_used_again(desk: Desk) -> None:
    """Another file under the same name is taken to say the words as they are now."""
    desk.record("Tea one in English.")
    old = desk.adopted()
    desk.write_words("Tea one", "One tea")
    assert desk.adopted().entries == {}
    desk.record("One tea in English.")
    new = desk.adopted()
    assert new.refused == []
    assert {entry.name for entry in new.entries.values()}.isdisjoint(
        entry.name for entry in old.entries.values()
    )
    assert desk.register()[TEA]["words"] == words_hash("One tea in English.")


def test_a_recording_that_is_gone_is_forgotten(desk: Desk) -> None:
    """While another one stays, its line in the register goes."""
    desk.record("Tea one in English.").rename(desk.folder / "main.tea.2.wav")
    desk.record("Tea one in English.")
    assert len(desk.adopted().entries) == 2
    (desk.folder / TEA).unlink()
    assert len(desk.adopted().entries) == 1
    assert set(desk.register()) == {"main.tea.2.wav"}


@pytest.mark.parametrize("name", ["main.tee.1.wav", "main.tea.0.wav", "main.tea.4.wav", "tea.wav"])
def test_a_name_of_no_text_is_told(desk: Desk, name: str) -> None:
    """The others are used all the same."""
    desk.record("Tea one in English.")
    stray = desk.record("Tea one in English.", name)
    found = desk.adopted()
    assert found.refused == [(stray, "no text is called so; docs/sound.md tells how to name it")]
    assert len(found.entries) == 1


def test_what_is_no_wav_file_is_named(desk: Desk) -> None:
    """Who saved it so would wait for it in vain; what a system hides there is left alone."""
    desk.record("Tea one in English.")
    for name in ("main.tea.2.mp3", ".DS_Store"):
        (desk.folder / name).write_text("")
    why = 'it is no WAV file: save it as WAV, "main.tea.2.wav", or keep it elsewhere'
    assert desk.adopted().refused == [(desk.folder / "main.tea.2.mp3", why)]
    assert read_folder(desk.root, "en").others == ("main.tea.2.mp3",)


def test_an_ending_may_be_written_in_capitals(desk: Desk) -> None:
    """As recorders write it: it is used, known to the checker, and stale with its words."""
    desk.record("Tea one in English.").rename(desk.folder / "main.tea.1.WAV")
    assert len(desk.adopted().entries) == 1
    folder = read_folder(desk.root, "en")
    assert list(folder.strays({"main.tea/0": "Tea one in English."})) == []
    assert list(folder.stale({"main.tea/0": "One tea."})) == ["main.tea/0"]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_cannot_be_read_is_refused_alone(desk: Desk, kind: str) -> None:
    """It is named, the others are used, and what is known of it stays known."""
    desk.record("Tea one in English.").rename(desk.folder / "main.tea.2.wav")
    path = desk.record("Tea one in English.")
    desk.adopted()
    known = desk.register()
    path.unlink()
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    found = desk.adopted()
    assert [(each, why[:17]) for each, why in found.refused] == [(path, "it can't be read ")]
    assert len(found.entries) == 1
    assert desk.register() == known


def test_a_register_that_cannot_be_written_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that can only be read: the recordings are used all the same."""

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    desk.record("Tea one in English.")
    monkeypatch.setattr("ivr.speech.recordings.write_whole", refuse)
    found = desk.adopted()
    assert found.unwritten == (desk.folder / REGISTER, "Read-only file system")
    assert len(found.entries) == 1


def test_a_recording_that_fails_is_not_registered(desk: Desk) -> None:
    """It says everything that is wrong; mended, it is used."""
    path = desk.record("Tea one in English.", louder=0.001)
    found = desk.adopted()
    ((refused, why),) = found.refused
    assert refused == path
    assert why.startswith("it is too quiet")
    assert found.entries == {}
    assert not (desk.folder / REGISTER).exists()
    desk.record("Tea one in English.")
    assert len(desk.adopted().entries) == 1


def test_every_fault_of_a_recording_is_told_at_once(desk: Desk) -> None:
    """Who records again hears of all of them, after one run."""
    path = desk.record("Tea.", rate=200, louder=30)
    ((refused, why),) = desk.adopted().refused
    assert refused == path
    assert "its text takes about" in why
    assert "; it is distorted" in why


def test_each_of_two_texts_with_the_same_words_can_be_recorded(desk: Desk) -> None:
    """Either name is a text's name, and the sound is used for both."""
    desk.write_words("Tea two", "Tea one")
    for name in (TEA, "main.tea.2.wav"):
        path = desk.record("Tea one in English.", name)
        found = desk.adopted()
        assert found.refused == []
        assert len(found.entries) == 1
        path.unlink()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "null", f'{{"{TEA}": 5}}', f'{{"{TEA}": {{"sound": "0"}}}}']
)
def test_a_register_that_is_broken_is_told_and_left_alone(desk: Desk, content: str) -> None:
    """Half of a merge must not make old recordings right for new words."""
    desk.record("Tea one in English.")
    (desk.folder / REGISTER).write_text(content)
    with pytest.raises(SpeechError, match="put it back as it was"):
        desk.adopted()
    assert (desk.folder / REGISTER).read_text() == content
    assert not read_folder(desk.root, "en").readable


def test_the_checker_finds_the_same_without_listening(desk: Desk) -> None:
    """Stale recordings and stray ones are known from names and register alone."""
    desk.record("Tea one in English.")
    desk.adopted()
    desk.record("Tea one in English.", "tea.wav")
    folder = read_folder(desk.root, "en")
    said = {"main.tea/0": "Tea one in English.", "main.tea/1": "Tea two in English."}
    assert list(folder.stale(said)) == []
    assert list(folder.strays(said)) == ["tea.wav"]
    assert list(folder.stale({**said, "main.tea/0": "One tea."})) == ["main.tea/0"]
    (desk.folder / TEA).unlink()
    assert list(read_folder(desk.root, "en").stale({"main.tea/0": "One tea."})) == []
