"""A whole book as sound: everything once, only what is new, and what can go wrong meanwhile."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import soundfile

from ivr.authoring import load
from ivr.dialogue import Book, Pace
from ivr.settings import shipped_book
from ivr.speech.cache import UNFINISHED, SoundCache
from ivr.speech.clips import clips
from ivr.speech.espeak import Espeak
from ivr.speech.index import SoundIndex
from ivr.speech.parts import Part, parts
from ivr.speech.rendering import Result, default_jobs, render, stale
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError
from ivr.speech.voices import Voices, engines
from tests.manuscripts import WORDS, write
from tests.speech.sounding import speakable_book, speakable_files
from tests.speech.test_cache import room_for

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

CHANGED: Final = {
    "prompts/en/main.yaml": WORDS.replace("@", "in English").replace("Tea two", "More tea")
}

KILLED: Final = """\
import os, sys
from pathlib import Path
from ivr.authoring import load
from ivr.dialogue import Pace
from ivr.speech import cache
from ivr.speech.parts import parts
from ivr.speech.rendering import render
moment, book, folder = sys.argv[1:]
made = 0
def kill():
    os.kill(os.getpid(), 9)
def opened(handle, mode, fdopen=os.fdopen):
    file = fdopen(handle, mode)
    class Half:
        def __enter__(self): return self
        def __exit__(self, *_): file.close()
        def fileno(self): return file.fileno()
        def flush(self): file.flush()
        def write(self, content):
            global made
            made += 1
            if moment == "writing" and made == 20:
                file.write(content[:len(content) // 2])
                file.flush()
                kill()
            file.write(content)
            if moment == "between" and made == 20:
                file.flush()
                kill()
    return Half()
class Os:
    fdopen = staticmethod(opened)
    fchmod, fsync, stat = os.fchmod, os.fsync, os.stat
cache.os = Os
toy = load(Path(book))
render(list(parts(toy, [toy.languages["en"]], [Pace.NORMAL])), toy, Path(folder), 1, print)
"""
"""A process that ends in the middle of its tenth sound: by half of a file, or before its name."""


def no_progress(done: int) -> None:
    """Nobody looks."""
    del done


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A toy book that every machine can speak."""
    return speakable_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def menus(toy: Book) -> list[Part]:
    """Nine of its texts, at one pace."""
    chosen = parts(toy, [toy.languages["en"]], [Pace.NORMAL])
    return [each for each in chosen if each.passage.startswith("main.")][:9]


def made_by(result: Result, folder: Path, toy: Book) -> tuple[SoundIndex, Studio]:
    """What the next run finds: the sounds that were made, and a studio to compare them with."""
    return SoundIndex(folder, result.entries), Studio(SoundCache(folder), Voices(engines(toy)))


def unfinished(folder: Path) -> list[Path]:
    """Files that were left by half."""
    return list(folder.rglob(f"*{UNFINISHED}"))


def playable(folder: Path) -> Iterator[str]:
    """The names of the sounds of a folder, each of which can be read to its end."""
    cache = SoundCache(folder)
    for path in folder.rglob("*.*"):
        assert path.suffix in {".wav", ".flac"}, path
        samples, rate = soundfile.read(path)
        assert len(samples) > rate / 5, path
    yield from cache.names()


def test_everything_that_a_line_can_say_is_there_once(toy: Book) -> None:
    """Each passage of each language at each pace; of the shipped book, all but hours by pieces."""
    found = [
        (each.language, each.passage, each.pace)
        for each in parts(toy, toy.languages.values(), list(Pace))
    ]
    assert len(found) == len(set(found))
    assert set(found) == {
        (code, passage.id, pace)
        for code, language in toy.languages.items()
        for passage in language.passages.values()
        for pace in Pace
        if clips(passage, language, toy, pace)
    }


def test_passages_that_are_said_in_pieces_are_not_made_whole() -> None:
    """A text that tells whether a line answers now is made of passages that are."""
    shipped = load(shipped_book())
    timed = {each for language in shipped.languages.values() for each in language.timed}
    made = {each.passage for each in parts(shipped, shipped.languages.values(), list(Pace))}
    assert timed
    assert timed & made == set()
    pieces = {
        piece
        for language in shipped.languages.values()
        for whole in language.timed.values()
        for piece in whole
        if isinstance(piece, str)
    }
    assert pieces <= made


def test_each_sound_is_made_and_then_there(toy: Book, menus: list[Part], tmp_path: Path) -> None:
    """After one run nothing is stale, each sound can be played, and its seconds are its own."""
    told: list[int] = []
    result = render(menus, toy, tmp_path, 1, told.append)
    assert (result.made, result.failures, sum(told)) == (9, [], 9)
    index, studio = made_by(result, tmp_path, toy)
    assert stale(menus, index, studio) == []
    assert set(playable(tmp_path)) == {entry.name for entry in index.entries.values()}
    for entry in index.entries.values():
        assert entry.seconds == pytest.approx(soundfile.info(index.path(entry)).duration, abs=0.002)
        assert not entry.recorded


def test_several_processes_make_what_one_would(
    toy: Book, menus: list[Part], tmp_path: Path
) -> None:
    """The same names and lengths, and progress is told as it is made."""
    told: list[int] = []
    both = [render(menus, toy, tmp_path / str(jobs), jobs, told.append) for jobs in (1, 2)]
    one, two = (result.entries for result in both)
    assert one.keys() == two.keys()
    for key, entry in one.items():
        assert two[key].name == entry.name
        assert two[key].seconds == pytest.approx(entry.seconds, abs=0.05)
    assert told == [8, 1, 8, 1]
    assert set(playable(tmp_path / "2")) == {entry.name for entry in two.values()}


def test_nothing_to_make_starts_no_process(toy: Book, tmp_path: Path) -> None:
    """Nor a folder."""
    assert render([], toy, tmp_path / "audio", 2, no_progress) == Result()
    assert not (tmp_path / "audio").exists()
    assert default_jobs() >= 1


def test_only_what_changed_is_stale(toy: Book, menus: list[Part], tmp_path: Path) -> None:
    """Another word in one text: that text at each pace, and no other."""
    result = render(menus, toy, tmp_path / "audio", 1, no_progress)
    changed = speakable_book(tmp_path / "book", **CHANGED)
    named = {each.passage for each in menus}
    wanted = [
        each
        for each in parts(changed, [changed.languages["en"]], [Pace.NORMAL])
        if each.passage in named
    ]
    left = stale(wanted, *made_by(result, tmp_path / "audio", changed))
    assert [each.passage for each in left] == ["main.tea/1"]


def test_another_pace_or_voice_is_stale_and_a_file_that_is_gone(
    toy: Book, menus: list[Part], tmp_path: Path, spanish: Espeak
) -> None:
    """Each thing that makes another sound, and nothing else."""
    result = render(menus, toy, tmp_path, 1, no_progress)
    index, studio = made_by(result, tmp_path, toy)
    slow = list(parts(toy, [toy.languages["en"]], [Pace.SLOW]))[:3]
    assert stale([*menus, *slow], index, studio) == slow
    other = Studio(SoundCache(tmp_path), lambda _: spanish)
    assert stale(menus, index, other) == menus
    index.path(result.entries[menus[4].key]).unlink()
    assert stale(menus, index, studio) == [menus[4]]


def test_a_recording_is_not_stale_while_its_files_are_there(
    toy: Book, menus: list[Part], tmp_path: Path
) -> None:
    """Whatever voice would speak, it has its own name; without its files a voice speaks."""
    result = render(menus[:1], toy, tmp_path, 1, no_progress)
    (entry,) = result.entries.values()
    cache = SoundCache(tmp_path)
    recorded = "a" * 32
    for kind in (".wav", ".flac"):
        cache.put(recorded, kind, cache.path(entry.name, kind).read_bytes())
    entries = {menus[0].key: type(entry)(recorded, 1.0, recorded=True, sizes=entry.sizes)}
    studio = Studio(cache, Voices(engines(toy)))
    assert stale(menus[:1], SoundIndex(tmp_path, entries), studio) == []
    cache.remove(recorded)
    assert stale(menus[:1], SoundIndex(tmp_path, entries), studio) == menus[:1]


@pytest.mark.parametrize(
    "error", [SpeechError("espeak made no sound"), RuntimeError("bad weights"), ValueError()]
)
def test_an_engine_that_fails_at_one_text_makes_the_others(
    toy: Book, menus: list[Part], tmp_path: Path, error: Exception
) -> None:
    """The text is named with its language and pace, and nothing of it is on disk."""
    speak = Espeak.speak

    def failing(self: Espeak, text: str, words_per_minute: float) -> "Samples":
        if text.startswith("Tea two"):
            raise error
        return speak(self, text, words_per_minute)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Espeak, "speak", failing)
        result = render(menus, toy, tmp_path, 1, no_progress)
    told = str(error) or type(error).__name__
    assert result.failures == [f"en main.tea/1 (normal): {told}"]
    assert result.made == len(menus) - 1
    assert len(list(playable(tmp_path))) == len(menus) - 1
    left = stale(menus, *made_by(result, tmp_path, toy))
    assert [each.passage for each in left] == ["main.tea/1"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_without_room_what_was_made_stays_and_no_half_file(
    toy: Book, menus: list[Part], tmp_path: Path, jobs: int
) -> None:
    """The disk's own error; a sound that did not fit is not there at all; with room, it is made."""
    short = render(menus[:1], toy, tmp_path, 1, no_progress).entries[menus[0].key]
    cache = SoundCache(tmp_path)
    size = max(cache.path(short.name, kind).stat().st_size for kind in (".wav", ".flac"))
    with room_for(size + 4_000), pytest.raises(OSError, match="File too large"):
        render(menus, toy, tmp_path, jobs, no_progress)
    assert unfinished(tmp_path) == []
    assert short.name in set(playable(tmp_path))
    assert len(set(cache.names())) < len(menus)
    result = render(menus, toy, tmp_path, 1, no_progress)
    assert len(result.entries) == len(set(playable(tmp_path))) == len(menus)


@pytest.mark.parametrize("moment", ["writing", "between"])
def test_a_run_that_is_killed_leaves_no_half_sound_and_the_next_one_completes(
    tmp_path: Path, moment: str
) -> None:
    """SIGKILL by half of a file, and before a file has its name."""
    book = write(tmp_path / "book", speakable_files())
    folder = tmp_path / "audio"
    program = [sys.executable, "-c", KILLED, moment, str(book), str(folder)]
    ended = subprocess.run(program, capture_output=True, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(unfinished(folder)) == 1
    cache = SoundCache(folder)
    before = {name: cache.path(name).stat().st_mtime_ns for name in cache.names()}
    assert len(before) == 9
    cache.sweep(age=0)
    assert unfinished(folder) == []
    assert set(playable(folder)) == set(before)
    toy = load(book)
    wanted = list(parts(toy, [toy.languages["en"]], [Pace.NORMAL]))
    result = render(wanted, toy, folder, 1, no_progress)
    assert len(set(playable(folder))) == len(result.entries) == len(wanted)
    assert (
        before.items()
        <= {name: cache.path(name).stat().st_mtime_ns for name in cache.names()}.items()
    )


def test_a_process_that_is_ended_from_outside_is_told(
    toy: Book, menus: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the kernel does for want of memory: what to do is said, and nothing hangs."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif '--multiprocessing-fork' in sys.orig_argv: os.kill(os.getpid(), 9)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SpeechError, match=r"ended from outside.*try again with --jobs 1"):
        render(menus, toy, tmp_path / "audio", 2, no_progress)


def test_a_run_that_is_interrupted_ends(toy: Book, menus: list[Part], tmp_path: Path) -> None:
    """Ctrl-C while processes work: the run ends with it, and leaves only whole sounds."""

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        render(menus, toy, tmp_path, 2, interrupt)
    assert unfinished(tmp_path) == []
    assert len(list(playable(tmp_path))) >= 8


@pytest.mark.parametrize("kind", [".wav", ".flac"])
def test_a_damaged_file_is_stale_and_made_again(
    toy: Book, menus: list[Part], tmp_path: Path, kind: str
) -> None:
    """Cut off by half: the index knows better, and without the index its other file does."""
    result = render(menus[:2], toy, tmp_path, 1, no_progress)
    index, studio = made_by(result, tmp_path, toy)
    path = studio.cache.path(result.entries[menus[0].key].name, kind)
    whole = path.stat().st_size
    path.write_bytes(path.read_bytes()[: whole // 2])
    assert stale(menus[:2], index, studio) == menus[:1]
    assert render(menus[:2], toy, tmp_path, 1, no_progress).made == 1
    assert path.stat().st_size == pytest.approx(whole, rel=0.1)


def test_what_was_only_found_is_not_counted_as_made(
    toy: Book, menus: list[Part], tmp_path: Path
) -> None:
    """The index was lost, and the files were not."""
    render(menus, toy, tmp_path, 1, no_progress)
    again = render(menus, toy, tmp_path, 1, no_progress)
    assert (again.made, len(again.entries)) == (0, len(menus))


KILLED_PARENT: Final = """\
import os, sys, time
from pathlib import Path
from ivr.authoring import load
from ivr.dialogue import Pace
from ivr.speech.parts import parts
from ivr.speech.rendering import render
if __name__ == "__main__":
    toy = load(Path(sys.argv[1]))
    def kill(done):
        own = os.getpid()
        found = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        print(*found, flush=True)
        os.kill(own, 9)
    render(list(parts(toy, toy.languages.values(), list(Pace))), toy, Path(sys.argv[2]), 2, kill)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_no_process_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    """SIGKILL leaves the parent no time to end the others: they see it themselves."""
    book = write(tmp_path / "book", speakable_files())
    program = tmp_path / "killed.py"
    program.write_text(KILLED_PARENT)
    ended = subprocess.run(
        [sys.executable, str(program), str(book), str(tmp_path / "audio")],
        stdout=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    children = [Path(f"/proc/{pid}/stat") for pid in ended.stdout.split()]
    assert len(children) >= 2
    until = time.monotonic() + 10
    while any(running(child) for child in children):
        assert time.monotonic() < until
        time.sleep(0.05)


def running(process: Path) -> bool:
    """Whether a process is there and not dead already."""
    try:
        return process.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_language_without_a_voice_is_told(tmp_path: Path) -> None:
    """Which language it is, and what can be done."""
    toy = speakable_book(
        tmp_path / "book",
        **{"flows/service.yaml": speakable_files()["flows/service.yaml"].replace("es-US", "eo-EO")},
    )
    voices = Voices(engines(toy))
    with pytest.raises(SpeechError, match="no voice here speaks eo-EO"):
        voices("eo-EO")
