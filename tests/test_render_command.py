"""``ivr render``: the sound of a book, made ahead of calls."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
import soundfile
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.settings import shipped_book
from ivr.speech.cache import SoundCache
from ivr.speech.espeak import Espeak
from ivr.speech.index import FILE, read_index
from ivr.speech.locking import alone
from tests.manuscripts import WORDS, write
from tests.speech.sounding import SPOKEN_SERVICE, speakable_files
from tests.speech.test_cache import room_for

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

ONE = ("--language", "en", "--pace", "normal")
"""Options for a third of a language."""

EACH = 94
"""Sounds of the toy book in one language at one pace."""

SERVICE = "flows/service.yaml"


def run(root: Path, *options: str, audio: Path | None = None) -> Result:
    """What the command does with the book below a folder, and sound beside it."""
    environment = {"IVR_AUDIO": str(audio or root / "audio")}
    return CliRunner().invoke(main, ["render", str(root), *options], env=environment)


def oneline(text: str) -> str:
    """Text without its line ends."""
    return " ".join(text.split())


def sounds(root: Path) -> Mapping[str, int]:
    """Each sound that is there, and when it was made."""
    cache = SoundCache(root / "audio")
    return {name: cache.path(name).stat().st_mtime_ns for name in cache.names()}


def record(root: Path, seconds: float = 1.6, name: str = "main.tea.1.wav") -> Path:
    """Somebody records the first part about tea."""
    voice = Espeak("roa/es-419")
    samples = voice.speak("Tea one in English, tea and tea and tea.", 130)
    folder = root / "prompts/en/audio"
    folder.mkdir(exist_ok=True)
    rate = voice.samples_a_second
    soundfile.write(folder / name, samples[: int(seconds * rate)], rate)
    return folder / name


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy book whose English was rendered at the normal pace."""
    root = write(tmp_path_factory.mktemp("spoken"), speakable_files())
    result = run(root, *ONE, "--jobs", "1")
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A toy book without sound."""
    return write(tmp_path / "toy", speakable_files())


@pytest.fixture
def done(tmp_path: Path, spoken: Path) -> Path:
    """A toy book of one's own with that sound."""
    return copytree(spoken, tmp_path / "done")


def test_a_whole_book_is_rendered_in_processes_and_then_complete(toy: Path) -> None:
    """Two languages, two paces; the next run makes nothing, and --check agrees."""
    (toy / SERVICE).write_text(SPOKEN_SERVICE.replace("slow: 125", "slow: 125, fast: 150"))
    whole = 4 * EACH
    before = run(toy, "--check")
    assert before.exit_code == 1
    assert before.stdout == f"{whole} of {whole} sounds are to be made: run `ivr render`.\n"
    assert not (toy / "audio").exists()
    result = run(toy, "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{whole} sounds were made in ")
    assert f" {whole} are there: " in result.stdout
    assert f" minutes of speech, in {toy / 'audio'}." in result.stdout
    assert "Rendering" in result.stderr
    made = sounds(toy)
    assert len(made) == whole
    again = run(toy)
    assert again.stdout.startswith("0 sounds were made in ")
    assert sounds(toy) == made
    after = run(toy, "--check")
    assert (after.exit_code, after.stdout) == (0, f"All {whole} sounds are there.\n")


def test_one_language_and_one_pace_can_be_asked_for(spoken: Path) -> None:
    """The rest is to be made still, and said to be when it is asked for."""
    assert len(sounds(spoken)) == EACH
    assert run(spoken, *ONE, "--check").stdout == f"All {EACH} sounds are there.\n"
    for options, missing in (
        (("--language", "en"), 2),
        (("--pace", "normal"), 1),
        (("--language", "eo", "--pace", "fast"), 1),
        ((), 5),
    ):
        result = run(spoken, *options, "--check")
        assert result.exit_code == 1
        assert result.stdout.startswith(f"{missing * EACH} of ")


def test_only_what_changed_is_made_again(done: Path) -> None:
    """A text with another word: one sound, and the others are the files that they were."""
    before = sounds(done)
    words = WORDS.replace("@", "in English").replace("Tea two", "More tea")
    (done / "prompts/en/main.yaml").write_text(words)
    assert run(done, *ONE, "--check").stdout.startswith(f"1 of {EACH} sounds are to be made")
    result = run(done, *ONE)
    assert result.stdout.startswith("1 sounds were made in ")
    assert before.items() < sounds(done).items()
    assert len(sounds(done)) == EACH + 1


def test_pruning_deletes_what_the_book_does_not_need(done: Path) -> None:
    """The sound of the old words goes; what the book says stays, and so does the index of it."""
    words = WORDS.replace("@", "in English").replace("Tea two", "More tea")
    (done / "prompts/en/main.yaml").write_text(words)
    (done / SERVICE).write_text(SPOKEN_SERVICE.replace("slow: 125", "slow: 150, fast: 150"))
    before = set(sounds(done))
    result = run(done, "--jobs", "1", "--prune")
    assert result.exit_code == 0, result.output
    assert "1 sounds were deleted, 0 MB." in result.stdout
    assert len(before - set(sounds(done))) == 1
    assert {entry.name for entry in read_index(done / "audio").entries.values()} == set(
        sounds(done)
    )


@pytest.mark.parametrize(
    "options", [("--language", "en"), ("--pace", "slow"), ("--check",)], ids=lambda each: each[0]
)
def test_pruning_looks_at_all_of_the_sound(done: Path, options: tuple[str, ...]) -> None:
    """With a part of it, the rest would be deleted: misuse, and nothing is done."""
    before = sounds(done)
    result = run(done, "--prune", *options)
    assert result.exit_code == 2
    assert "--prune looks at all of the sound" in oneline(result.stderr)
    assert sounds(done) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--language", "fr"), 'the line does not speak "fr"; it speaks en, eo'),
        (("--pace", "faster"), "'faster' is not one of"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--quality",), "No such option"),
    ],
)
def test_misuse_is_status_2(toy: Path, options: tuple[str, ...], told: str) -> None:
    """And nothing is made."""
    result = run(toy, *options)
    assert result.exit_code == 2
    assert told in oneline(result.stderr)
    assert not (toy / "audio").exists()


def test_a_book_with_problems_is_not_rendered(toy: Path) -> None:
    """The problems are told as the check tells them."""
    (toy / "flows/main.yaml").write_text("flow: main\n")
    result = run(toy)
    assert result.exit_code == 1
    assert "[" in result.stderr
    assert "Traceback" not in result.output


def test_who_speaks_is_said(done: Path) -> None:
    """Until the settings ask for it, nobody hears what was rendered."""
    waits = "Twilio's voice speaks until flows/service.yaml says `speech: rendered`."
    assert waits in run(done, *ONE).stdout
    (done / SERVICE).write_text(f"{SPOKEN_SERVICE}speech: rendered\n")
    result = run(done, *ONE)
    assert result.exit_code == 0
    assert waits not in result.stdout


def test_a_voice_that_is_not_installed_is_told_and_another_speaks(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to install it; the run succeeds all the same."""
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.setitem(sys.modules, "py_nanotts", None)
    (done / SERVICE).write_text(
        SPOKEN_SERVICE.replace("[pyttsx3]", "[hibari, pyttsx3]", 1).replace(
            "[pyttsx3]", "[pico]", 1
        )
    )
    result = run(done, *ONE)
    assert result.exit_code == 0
    notes = [line for line in result.stderr.splitlines() if line.startswith("Note: ")]
    assert notes == [
        f"Note: {engine} is not installed, so another voice speaks {locale} "
        '(install it with: pip install "careline[voices]").'
        for engine, locale in (("hibari", "en-US"), ("pico", "es-US"))
    ]
    assert result.stdout.startswith("0 sounds were made in ")


def test_a_language_that_nothing_speaks_is_told(done: Path) -> None:
    """What can be done is said; the other languages can be made without it."""
    (done / SERVICE).write_text(SPOKEN_SERVICE.replace("es-US", "eo-EO"))
    result = run(done, "--language", "eo")
    assert result.exit_code == 1
    assert oneline(result.stderr).startswith("Sound can't be made: no voice here speaks eo-EO: ")
    assert "leave speech: twilio in flows/service.yaml." in oneline(result.stderr)
    assert run(done, *ONE).exit_code == 0


@pytest.mark.parametrize("make", ["audio", "audio/below"])
def test_a_folder_that_cannot_be_written_is_told(toy: Path, make: str) -> None:
    """A file stands in its place: one clear message, and no traceback."""
    (toy / "audio").write_text("")
    result = run(toy, *ONE, "--jobs", "1", audio=toy / make)
    assert result.exit_code == 1
    assert f"Sound can't be kept in {toy / make}: " in oneline(result.stderr)
    assert "or set IVR_AUDIO to another folder." in oneline(result.stderr)
    assert "Traceback" not in result.output


def test_a_full_disk_is_told_and_what_was_there_stays(done: Path) -> None:
    """One message, no half file, the old index; and with room again, all of it is made."""
    before, index = sounds(done), (done / "audio" / FILE).read_bytes()
    options = ("--language", "en", "--pace", "slow", "--jobs", "1")
    with room_for(20_000):
        result = run(done, *options)
    assert result.exit_code == 1
    assert oneline(result.stderr).endswith(
        f"Sound can't be kept in {done / 'audio'}: File too large. What was there is there still. "
        "Make room, or set IVR_AUDIO to another folder."
    )
    assert before.items() <= sounds(done).items()
    assert len(sounds(done)) < 2 * EACH
    assert (done / "audio" / FILE).read_bytes() == index
    assert list((done / "audio").rglob("*.part")) == []
    assert run(done, *options).exit_code == 0
    assert len(sounds(done)) == 2 * EACH


def test_an_engine_that_fails_is_told_and_the_rest_is_made(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five texts are named, of the others the number is told; the next run makes them."""
    speak = Espeak.speak

    def failing(self: Espeak, text: str, words_per_minute: float) -> "Samples":
        if text.startswith("The words of"):
            raise RuntimeError("out of order")
        return speak(self, text, words_per_minute)

    with monkeypatch.context() as patched:
        patched.setattr(Espeak, "speak", failing)
        result = run(toy, *ONE, "--jobs", "1")
    assert result.exit_code == 1
    failed = [line for line in result.stderr.splitlines() if "Could not be made" in line]
    assert failed[0] == "Could not be made: en service/more (normal): out of order"
    assert len(failed) == 5
    assert "... and 53 more." in result.stderr
    assert result.stdout.startswith("36 sounds were made in ")
    assert run(toy, *ONE, "--check").stdout.startswith(f"58 of {EACH} sounds")
    assert run(toy, *ONE, "--jobs", "1").stdout.startswith("58 sounds were made in ")


def test_what_a_killed_run_left_is_finished(done: Path) -> None:
    """Half a file is swept away, and a sound of which a file is missing is made."""
    cache = SoundCache(done / "audio")
    name = min(cache.names())
    cache.path(name).unlink()
    left = cache.path(name).with_name("tmp1234.part")
    left.write_bytes(b"RIFF")
    os.utime(left, (0, 0))
    assert run(done, *ONE).stdout.startswith("1 sounds were made in ")
    assert not left.exists()
    assert cache.has(name)


def test_an_index_that_is_lost_is_made_again_from_the_files(done: Path) -> None:
    """Nothing is spoken anew: the sounds are known by their names."""
    before, index = sounds(done), (done / "audio" / FILE).read_bytes()
    (done / "audio" / FILE).write_text("{")
    assert run(done, *ONE, "--jobs", "1").stdout.startswith("0 sounds were made in ")
    assert sounds(done) == before
    entries = [json.loads(text)["sounds"] for text in (index, (done / "audio" / FILE).read_bytes())]
    assert entries[0].keys() == entries[1].keys()


def test_a_recording_is_counted_used_and_its_absence_noticed(done: Path) -> None:
    """To be made; made; there; and when the file is gone, a voice speaks again."""
    path = record(done)
    assert run(done, *ONE, "--check").stdout.startswith(f"1 of {EACH} sounds are to be made")
    assert run(done, *ONE).stdout.startswith("1 sounds were made in ")
    assert run(done, *ONE, "--check").exit_code == 0
    recorded = [entry for entry in read_index(done / "audio").entries.values() if entry.recorded]
    assert len(recorded) == 1
    path.unlink()
    assert run(done, *ONE).exit_code == 0
    assert not any(entry.recorded for entry in read_index(done / "audio").entries.values())


def test_a_new_recording_in_a_book_without_sound_is_counted_once(toy: Path) -> None:
    """As one of the sounds, and not besides them."""
    record(toy)
    assert run(toy, *ONE, "--check").stdout.startswith(f"{EACH} of {EACH} sounds are to be made")


@pytest.mark.parametrize("checking", [(), ("--check",)])
def test_a_recording_that_cannot_be_used_is_named_with_the_reason(
    done: Path, checking: tuple[str, ...]
) -> None:
    """Its path as an editor has it; the status is 1, though a voice speaks the text."""
    record(done, seconds=0.2)
    record(done, name="main.tee.1.wav")
    result = run(done, *ONE, *checking)
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if "not used" in line]
    assert lines[0] == (
        "prompts/en/audio/main.tee.1.wav is not used: no text is called so; docs/sound.md tells "
        "how to name it."
    )
    assert lines[1].startswith("prompts/en/audio/main.tea.1.wav is not used: it is 0.2 seconds ")
    assert not any(entry.recorded for entry in read_index(done / "audio").entries.values())


def test_a_register_that_cannot_be_written_is_told_by_its_name(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as if the folder of the sound were full: the recording is used all the same."""

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    record(done)
    monkeypatch.setattr("ivr.speech.recordings.write_whole", refuse)
    result = run(done, *ONE)
    assert result.exit_code == 1
    file = "prompts/en/audio/recordings.json"
    assert f"{file} can't be written (Read-only file system): " in oneline(result.stderr)
    assert "IVR_AUDIO" not in result.stderr
    assert any(entry.recorded for entry in read_index(done / "audio").entries.values())


def test_a_stale_recording_gives_way_to_a_voice(done: Path) -> None:
    """The words have changed: it is named, not played, and the new words are rendered."""
    record(done)
    run(done, *ONE)
    words = WORDS.replace("@", "in English").replace("Tea one", "One tea")
    (done / "prompts/en/main.yaml").write_text(words)
    result = run(done, *ONE)
    assert result.exit_code == 1
    assert "main.tea.1.wav is not used: its words have changed since" in result.stderr
    checked = run(done, *ONE, "--check")
    assert checked.stdout == f"All {EACH} sounds are there.\n"
    assert checked.exit_code == 1


def test_recordings_are_kept_when_pruning(done: Path) -> None:
    """Both files of them; the voice's sound of the same words goes."""
    record(done)
    (done / SERVICE).write_text(SPOKEN_SERVICE.replace("slow: 125", "slow: 150, fast: 150"))
    result = run(done, "--jobs", "1", "--prune")
    assert result.exit_code == 0, result.output
    assert "1 sounds were deleted" in result.stdout
    entries = read_index(done / "audio").entries.values()
    (kept,) = [entry for entry in entries if entry.recorded]
    assert SoundCache(done / "audio").has(kept.name)


def test_two_runs_in_one_folder_do_not_meet(done: Path) -> None:
    """The second one says so and does nothing; looking needs no lock."""
    with alone(done / "audio"):
        second = run(done, *ONE)
        assert run(done, *ONE, "--check").exit_code == 0
    assert second.exit_code == 1
    told = f"another `ivr render` is at work in {done / 'audio'}: wait for it, or end it."
    assert told in oneline(second.stderr)
    assert run(done, *ONE).exit_code == 0


def test_sigterm_ends_a_run_as_ctrl_c_does(toy: Path) -> None:
    """With a word and status 1, no half file, and nothing that keeps the next run out."""
    environment = {**os.environ, "IVR_AUDIO": str(toy / "audio")}
    with subprocess.Popen(
        # The shipped book, which no machine renders before it is told to stop.
        [sys.executable, "-m", "ivr.cli", "render", str(shipped_book()), "--jobs", "1"],
        env=environment, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not list(toy.glob("audio/*/*.wav")):
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Aborted!" in told
    assert "Traceback" not in told
    assert list((toy / "audio").rglob("*.part")) == []
    assert run(toy, *ONE).exit_code == 0
