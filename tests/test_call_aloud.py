"""``ivr call`` with sound: both sides of a call in a file, and heard at once."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.cli.lines import Lines
from ivr.phone.loudspeaker import Loudspeaker
from ivr.speech.voices import ENGINES, Choice, Voices, choose
from tests.manuscripts import write
from tests.phone.test_tape import keys
from tests.speech.sounding import speakable_files
from tests.web.servers import free_port

CALL = "call: somebody listens\nsteps:\n  - hears: Hello\n  - press: 1\n  - hears: {words}\n"


@pytest.fixture(autouse=True)
def espeak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the voice that is always there, so that no test waits for a larger one."""
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.setitem(sys.modules, "py_nanotts", None)


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The folder of a toy book that can be spoken."""
    return write(tmp_path / "book", speakable_files())


def run(toy: Path, *options: str, typed: str = "q\n") -> Result:
    """What the command does with what is typed."""
    environment = {"IVR_BOOK": str(toy), "IVR_AUDIO": str(toy / "audio")}
    return CliRunner().invoke(main, ["call", *options], input=typed, env=environment)


def script(folder: Path, words: str) -> str:
    """A call file in which one key is pressed."""
    file = folder / "call.yaml"
    file.write_text(CALL.format(words=words))
    return str(file)


def test_a_typed_call_is_recorded(toy: Path, tmp_path: Path) -> None:
    """Both sides: the line's speech and the caller's keys; its seconds are told."""
    file = tmp_path / "call.wav"
    result = run(toy, "--record", str(file), typed="1\n#\nq\n")
    assert result.exit_code == 0, result.output
    samples, rate = soundfile.read(file, dtype="float32")
    assert f"Recorded {len(samples) / rate:.0f} seconds in {file}.\n" in result.output
    assert [pressed for _, pressed in keys(samples, rate)] == ["1", "#"]
    assert np.std(samples[: 2 * rate]) > 0.02


def test_a_scripted_call_is_recorded(toy: Path, tmp_path: Path) -> None:
    """The transcript is shown as without it; a call that goes otherwise is recorded, too."""
    file = tmp_path / "call.wav"
    result = run(toy, "--record", str(file), "--script", script(tmp_path, "Tea one"))
    assert result.exit_code == 0, result.output
    assert "caller  presses 1" in result.output
    first = soundfile.info(file).duration
    assert first > 2
    file.unlink()
    result = run(toy, "--record", str(file), "--script", script(tmp_path, "Cocoa"))
    assert result.exit_code == 1
    assert soundfile.info(file).duration == pytest.approx(first, abs=0.2)


def test_the_clock_of_a_recorded_call_is_that_of_its_voices(toy: Path, tmp_path: Path) -> None:
    """The seconds that are shown are those of the file, keys apart."""
    file = tmp_path / "call.wav"
    result = run(toy, "--record", str(file), typed="\nq\n")
    assert result.exit_code == 0
    (last,) = [line for line in result.output.splitlines() if line.startswith("You hung up.")]
    minutes, seconds = last.rstrip(".").rpartition(" ")[2].split(":")
    shown = 60 * int(minutes) + int(seconds)
    assert soundfile.info(file).duration == pytest.approx(shown, abs=1.0)


@pytest.mark.parametrize("place", ["none/call.wav", "book/call.wav/x"])
def test_a_recording_that_cannot_be_written_is_told_before_the_call(
    toy: Path, tmp_path: Path, place: str
) -> None:
    """Nobody listens to a call in vain."""
    result = run(toy, "--record", str(tmp_path / place))
    assert result.exit_code == 1
    assert f"The call can't be written to {tmp_path / place}: " in result.stderr.replace("\n", " ")
    assert "Hello" not in result.output


def test_a_book_without_a_voice_is_recorded_as_silence(toy: Path, tmp_path: Path) -> None:
    """A language that no voice here speaks takes its time, and the call goes on."""
    service = toy / "flows/service.yaml"
    service.write_text(service.read_text().replace("en-US", "eo-EO"))
    file = tmp_path / "call.wav"
    result = run(toy, "--record", str(file), typed="1\nq\n")
    assert result.exit_code == 0, result.output
    samples, rate = soundfile.read(file, dtype="float32")
    ((second, _),) = keys(samples, rate)
    assert not np.any(samples[: int((second - 0.05) * rate)])
    assert "Some of the call has no sound: no voice here speaks eo-EO" in result.stderr


def test_a_call_is_recorded_where_its_sound_cannot_be_kept(toy: Path, tmp_path: Path) -> None:
    """It has the line's speech, and nothing of it is left in another place."""
    (toy / "audio").touch()
    file, places = tmp_path / "call.wav", tmp_path / "places"
    places.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(places))
        result = run(toy, "--record", str(file), typed="1\nq\n")
    assert result.exit_code == 0, result.output
    samples, rate = soundfile.read(file, dtype="float32")
    assert np.std(samples[: 2 * rate]) > 0.02
    assert list(places.iterdir()) == []


def test_ctrl_c_keeps_the_call_so_far(toy: Path, tmp_path: Path) -> None:
    """A real process is interrupted while it waits for a key."""
    file = tmp_path / "call.wav"
    command = [sys.executable, "-m", "ivr.cli", "call", "--record", str(file)]
    environment = {**os.environ, "IVR_BOOK": str(toy), "IVR_AUDIO": str(toy / "audio")}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        shown = b""
        while b"your key" not in shown:
            shown += process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        shown += process.stdout.read()
    assert process.returncode == 1
    assert f"in {file}." in shown.decode()
    samples, rate = soundfile.read(file, dtype="float32")
    assert len(samples) > rate
    assert np.std(samples) > 0.02


@pytest.mark.parametrize("scripted", [False, True])
def test_a_line_that_cannot_be_reached_leaves_no_recording(
    toy: Path, tmp_path: Path, *, scripted: bool
) -> None:
    """It is told, and what was in the file before is there still."""
    file = tmp_path / "call.wav"
    options = ["--url", f"http://127.0.0.1:{free_port()}/voice", "--record", str(file)]
    options += ["--script", script(tmp_path, "Tea one")] if scripted else []
    result = run(toy, *options)
    assert "Recorded" not in result.output
    assert "Nothing was heard, so nothing is recorded." in result.stderr
    assert not file.exists()
    file.write_bytes(b"another call")
    run(toy, *options)
    assert file.read_bytes() == b"another call"


def test_a_call_that_cannot_be_made_leaves_no_recording(toy: Path, tmp_path: Path) -> None:
    """A book with problems is no call."""
    (toy / "flows/main.yaml").write_text("flow: main")
    result = run(toy, "--record", str(tmp_path / "call.wav"))
    assert result.exit_code == 1
    assert not (tmp_path / "call.wav").exists()


def test_a_book_is_spoken_by_the_engines_that_it_wants(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `ivr render` would; any engine speaks for a line that is somewhere else."""
    wanted: list[tuple[str, ...]] = []

    def noted(locale: str, engines: Sequence[str]) -> Choice:
        wanted.append(tuple(engines))
        return choose(locale, ("pyttsx3",))

    monkeypatch.setattr("ivr.speech.voices.choose", noted)
    run(toy, "--record", str(tmp_path / "call.wav"))
    assert wanted == [("pyttsx3",)]
    Voices(Lines("http://127.0.0.1/voice").engines)("en-US")
    assert wanted[1:] == [ENGINES]


@pytest.mark.parametrize("scripted", [False, True])
def test_without_a_way_to_play_sound_it_is_told(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, scripted: bool
) -> None:
    """A server has no loudspeaker: one clear message before the call, and no traceback."""

    def none(**_: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    options = ("--script", script(tmp_path, "Tea one")) if scripted else ()
    result = run(toy, "--aloud", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "The call can't be made: there is no way to play sound here; leave --aloud out, or "
        "listen to a file that --record makes.\n"
    )


@pytest.mark.parametrize("scripted", [False, True])
def test_a_call_is_heard(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, scripted: bool
) -> None:
    """What the line says goes to the loudspeaker while it is shown, and it stops for the caller."""
    played: list[int] = []
    play = Loudspeaker.play_samples

    def shortly(self: Loudspeaker, samples: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> None:
        played.append(len(samples))
        play(self, samples[:800])

    monkeypatch.setattr(Loudspeaker, "play_samples", shortly)
    monkeypatch.setattr(Loudspeaker.__init__, "__defaults__", ([miniaudio.Backend.NULL],))
    options = ("--script", script(tmp_path, "Tea one")) if scripted else ()
    result = run(toy, "--aloud", *options, typed="1\nq\n")
    assert result.exit_code == 0, result.output
    assert "Tea one in English" in result.output
    # A scripted call is played when it was made; a typed one as it goes, and its end.
    assert len(played) == (1 if scripted else 3)
    assert played[0] > 16_000
