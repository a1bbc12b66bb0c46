"""Files of sound on disk: whole or not there, and never another's."""

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from ivr.speech.cache import TELEPHONE_FILE, UNFINISHED, WIDE_FILE, SoundCache, write_whole
from ivr.speech.index import FILE, Entry, SoundIndex, read_index, write_index

NAME, OTHER = "0" * 32, "f" * 32


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk on which no file can grow beyond this many bytes."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def files(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def cache(tmp_path: Path) -> SoundCache:
    """A cache that is not there yet."""
    return SoundCache(tmp_path / "audio")


def test_a_sound_is_there_when_both_of_its_files_are(cache: SoundCache) -> None:
    """One of them alone is no sound; both are, under the name they were given."""
    cache.put(NAME, WIDE_FILE, b"wide")
    assert not cache.has(NAME)
    assert list(cache.names()) == []
    cache.put(NAME, TELEPHONE_FILE, b"narrow")
    assert cache.has(NAME)
    assert list(cache.names()) == [NAME]
    assert cache.path(NAME).read_bytes() == b"narrow"
    assert cache.path(NAME).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", ".wav"),
        ("../../etc/passwd", ".wav"),
        (NAME + "\n", ".wav"),
        (NAME.replace("0", "Z"), ".wav"),
        (NAME[:-1], ".wav"),
        (NAME, ".exe"),
        (NAME, ""),
    ],
)
def test_what_is_no_name_is_refused(cache: SoundCache, name: str, kind: str) -> None:
    """Nothing but 32 hexadecimal digits and the two endings makes a path."""
    with pytest.raises(ValueError, match="no name of a sound"):
        cache.path(name, kind)


def test_without_room_nothing_is_left_behind(cache: SoundCache) -> None:
    """The write fails, what was there is there still, and no unfinished file stays."""
    cache.put(NAME, WIDE_FILE, b"before")
    with room_for(4_096), pytest.raises(OSError, match="File too large"):
        cache.put(NAME, WIDE_FILE, b"x" * 10_000)
    assert cache.path(NAME, WIDE_FILE).read_bytes() == b"before"
    assert files(cache.folder) == [f"00/{NAME}.flac"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """A file in the place of the folder."""
    (tmp_path / "audio").write_text("")
    with pytest.raises(OSError, match="audio"):
        SoundCache(tmp_path / "audio").put(NAME, WIDE_FILE, b"x")


def test_what_a_killed_process_left_is_swept_away(cache: SoundCache) -> None:
    """Unfinished files go; sounds stay."""
    cache.put(NAME, WIDE_FILE, b"wide")
    left = cache.path(NAME).with_name(f"tmpabc{UNFINISHED}")
    left.write_bytes(b"half")
    cache.sweep()
    assert left.exists()  # somebody may be writing it now
    os.utime(left, (0, 0))
    cache.sweep()
    assert files(cache.folder) == [f"00/{NAME}.flac"]


def test_an_empty_file_is_no_sound(cache: SoundCache) -> None:
    """As after a power failure; the sizes tell which file it is."""
    cache.put(NAME, TELEPHONE_FILE, b"narrow")
    cache.put(NAME, WIDE_FILE, b"")
    assert not cache.has(NAME)
    assert cache.sizes(NAME) == (6, 0)


def test_content_is_on_the_disk_before_its_name(
    cache: SoundCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a power failure leaves an empty file under a good name."""
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(cache.path(NAME).exists()))
    cache.put(NAME, TELEPHONE_FILE, b"narrow")
    assert synced == [False]


def test_removing_tells_how_much_is_free(cache: SoundCache) -> None:
    """Both files of a sound go; one that is not there frees nothing."""
    cache.put(NAME, WIDE_FILE, b"wide")
    cache.put(NAME, TELEPHONE_FILE, b"narrow")
    cache.put(OTHER, TELEPHONE_FILE, b"other")
    assert cache.remove(NAME) == len(b"widenarrow")
    assert cache.remove(NAME) == 0
    assert files(cache.folder) == [f"ff/{OTHER}.wav"]


def test_others_see_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """What is open already stays what it was when the file is written anew."""
    path = tmp_path / "deep" / "file"
    write_whole(path, b"old")
    with path.open("rb") as old:
        write_whole(path, b"new")
        assert old.read() == b"old"
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["file"]  # noqa: PTH208 - hidden files, too


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Names, seconds to a thousandth, and whether a person speaks."""
    entries = {
        "a": Entry(NAME, 1.2344, recorded=True, sizes=(8, 9)),
        "b": Entry(OTHER, 2.0, recorded=False, sizes=(0, 0)),
    }
    write_index(SoundIndex(tmp_path, MappingProxyType(entries)))
    index = read_index(tmp_path)
    assert dict(index.entries) == {**entries, "a": Entry(NAME, 1.234, recorded=True, sizes=(8, 9))}
    assert index.path(entries["a"]) == SoundCache(tmp_path).path(NAME)


GOOD = {"form": 2, "sounds": {"a": [NAME, 1.0, True, 8, 9]}}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "\x00\xff",
        json.dumps(GOOD)[:-9],
        json.dumps({**GOOD, "form": 1}),
        json.dumps({"form": 2}),
        json.dumps({"form": 2, "sounds": []}),
        json.dumps({"form": 2, "sounds": {"a": None}}),
        json.dumps({"form": 2, "sounds": {"a": [NAME]}}),
        json.dumps({"form": 2, "sounds": {"a": [NAME, "long", True, 8, 9]}}),
        json.dumps({"form": 2, "sounds": {"a": ["../../secret", 1.0, True, 8, 9]}}),
        json.dumps({"form": 2, "sounds": {"a": [7, 1.0, True, 8, 9]}}),
        json.dumps({"form": 2, "sounds": {"a": [NAME, 1.0, True]}}),
        json.dumps({"form": 2, "sounds": {"a": [NAME, float("nan"), True, 8, 9]}}),
        json.dumps({"form": 2, "sounds": {"a": [NAME, 1.0, True, -8, 9]}}),
        "[" * 100_000,
    ],
)
def test_a_broken_index_is_no_index(tmp_path: Path, content: str) -> None:
    """A line starts and speaks, as if nothing had been rendered."""
    (tmp_path / FILE).write_text(json.dumps(GOOD))
    assert len(read_index(tmp_path).entries) == 1
    (tmp_path / FILE).write_bytes(content.encode("latin-1"))
    assert dict(read_index(tmp_path).entries) == {}


def test_no_index_is_an_empty_one(tmp_path: Path) -> None:
    """Neither a missing folder nor a folder in place of the file is an error."""
    assert dict(read_index(tmp_path / "none").entries) == {}
    (tmp_path / FILE).mkdir()
    assert dict(read_index(tmp_path).entries) == {}


def test_without_room_the_old_index_stays(tmp_path: Path) -> None:
    """The new one is not written by half."""
    small = SoundIndex(tmp_path, {"a": Entry(NAME, 1.0, recorded=False, sizes=(0, 0))})
    write_index(small)
    many = {str(at): Entry(NAME, 1.0, recorded=False, sizes=(0, 0)) for at in range(1_000)}
    with room_for(4_096), pytest.raises(OSError, match="File too large"):
        write_index(SoundIndex(tmp_path, many))
    assert dict(read_index(tmp_path).entries) == dict(small.entries)
    assert files(tmp_path) == [FILE]
