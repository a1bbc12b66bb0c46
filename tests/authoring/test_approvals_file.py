"""prompts/approvals.yaml: what is written into it, and what survives that."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring import approvals_file
from ivr.authoring.approvals_file import FILE, SCHEMA_LINE, ApprovalsFileError, locked, put
from ivr.authoring.schema import ApprovalShape, ApprovalsShape, HeardShape
from ivr.authoring.validation import validate
from ivr.authoring.yaml_reading import read

TOP = f"{SCHEMA_LINE}# Ours.\n\n"
CATS = """\
# read aloud to Ana
en/b.cats:
  hash: "91cf17489a3f1875"   # by telephone
  by: Ana Ruiz
  role: nurse
  day: "2026-11-01"
  words: []
"""
END = "# the end\n"


def entry(by: str = "B. Reader", words: str = "Some words.") -> ApprovalShape:
    """An approval."""
    heard = [HeardShape(what="say", words=words)]
    return ApprovalShape(
        hash="1234567890123456", by=by, role="nurse", day="2026-11-02", words=heard
    )


def written(root: Path, text: str) -> Path:
    """The file with this text, in a book that holds nothing else."""
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def read_back(path: Path) -> dict[str, ApprovalShape]:
    """What the checker makes of the file; no fault is left in it."""
    source = read(path, FILE)
    value, faults = validate(source, ApprovalsShape)
    assert source.faults + faults == []
    return dict(value)


def test_what_was_there_stays_as_it_was_written(tmp_path: Path) -> None:
    """Comments, quotes and order of the other entries survive; entries are sorted by text."""
    path = written(tmp_path, TOP + CATS + END)
    put(tmp_path, {"en/c.dogs": entry(), "en/a.birds": entry()})
    text = path.read_text()
    assert text.startswith(f"{TOP}# read aloud to Ana\n")
    assert CATS.partition("\n")[2] in text
    assert text.endswith(END)
    assert list(read_back(path)) == ["en/a.birds", "en/b.cats", "en/c.dogs"]


def test_a_new_approval_takes_the_place_of_the_old_one_of_its_text_only(tmp_path: Path) -> None:
    """The comment above the entry stays, and so does every other entry."""
    path = written(tmp_path, TOP + CATS + CATS.replace("cats", "dogs"))
    put(tmp_path, {"en/b.dogs": entry()})
    found = read_back(path)
    assert (found["en/b.cats"].by, found["en/b.dogs"].by) == ("Ana Ruiz", "B. Reader")
    assert path.read_text().count("# read aloud to Ana") == 2


@pytest.mark.parametrize("text", [None, "", "{}\n", "# Ours.\n", SCHEMA_LINE + "# Ours.\n"])
def test_the_first_line_names_the_schema(tmp_path: Path, text: str | None) -> None:
    """Whether there was no file, an empty one, or one with comments."""
    path = written(tmp_path, text or "")
    if text is None:
        path.unlink()
    put(tmp_path, {"en/b.cats": entry()})
    assert path.read_text().startswith(SCHEMA_LINE)
    assert path.read_text().count(SCHEMA_LINE) == 1
    assert ("# Ours." in path.read_text()) == ("Ours" in (text or ""))
    assert list(read_back(path)) == ["en/b.cats"]


def test_lines_end_as_they_did(tmp_path: Path) -> None:
    """A file of Windows stays one."""
    path = written(tmp_path, (TOP + CATS).replace("\n", "\r\n"))
    put(tmp_path, {"en/a.birds": entry()})
    lines = path.read_bytes().split(b"\n")[:-1]
    assert all(line.endswith(b"\r") for line in lines)


def test_numbers_and_days_are_in_quotes(tmp_path: Path) -> None:
    """No program can take a fingerprint for a number, or a day for a date."""
    path = written(tmp_path, "")
    put(tmp_path, {"en/b.cats": entry()})
    assert '  hash: "1234567890123456"\n' in path.read_text()
    assert '  day: "2026-11-02"\n' in path.read_text()


NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
).map(lambda text: " ".join(text.split()) or "x")


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_every_name_and_every_word_comes_back(
    tmp_path_factory: pytest.TempPathFactory, by: str, words: str
) -> None:
    """Quotes, colons, dashes, hashes and letters of any script are read as they were given."""
    root = tmp_path_factory.mktemp("book")
    path = written(root, TOP + CATS)
    try:
        put(root, {"en/a.birds": entry(by, words)})
    except ApprovalsFileError:
        # Characters that no file of a book may hold are refused, and nothing is harmed.
        assert path.read_text() == TOP + CATS
        assert any(ord(character) > 0x7F for character in by + words)
        return
    found = read_back(path)
    assert (found["en/a.birds"].by, found["en/a.birds"].words[0].words) == (by, words)
    assert found["en/b.cats"].by == "Ana Ruiz"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TOP + CATS + CATS, "line 12"),
        (TOP + CATS.replace("by: Ana", "bye: Ana"), 'line 6: key "by" is missing'),
        (TOP + "en/b.cats: [", "not valid YAML"),
        (f"{{{CATS.splitlines()[1]} {{hash: x}}}}", '"hash" is "x"'),
        (
            '{en/b.cats: {hash: "91cf17489a3f1875", by: A, role: b, day: "2026-11-01", words: []}}',
            "start of a line",
        ),
    ],
)
def test_a_file_that_can_not_be_kept_whole_is_left_alone(
    tmp_path: Path, text: str, reason: str
) -> None:
    """Broken, or in a form into which nothing can be put: the message says where and what."""
    path = written(tmp_path, text)
    with pytest.raises(ApprovalsFileError) as raised:
        put(tmp_path, {"en/a.birds": entry()})
    assert reason in str(raised.value)
    assert path.read_text() == text
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("moment", ["fsync", "copymode"])
def test_interrupted_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Ctrl-C or a full disk: the file is what it was, and nothing else lies beside it."""
    path = written(tmp_path, TOP + CATS)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    holder = os if moment == "fsync" else approvals_file
    monkeypatch.setattr(holder, moment, interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path, {"en/a.birds": entry()})
    assert path.read_text() == TOP + CATS
    assert list(path.parent.iterdir()) == [path]


def test_the_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    """A file that others may read can still be read by them, and a link still leads there."""
    path = written(tmp_path, TOP + CATS)
    kept = tmp_path / "kept.yaml"
    path.rename(kept)
    kept.chmod(0o640)
    path.symlink_to(kept)
    put(tmp_path, {"en/a.birds": entry()})
    assert path.is_symlink()
    assert "en/a.birds" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


MANY = """
import sys
from pathlib import Path
from ivr.authoring.approvals_file import locked, put
from tests.authoring.test_approvals_file import entry
for number in range(10):
    with locked(Path(sys.argv[1])):
        put(Path(sys.argv[1]), {f"en/{sys.argv[2]}.n{number}": entry()})
"""


def test_two_people_who_approve_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each waits for the other, and all forty approvals are there."""
    path = written(tmp_path, TOP)
    people = [
        subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path), name]) for name in "abcd"
    ]
    assert [person.wait(60) for person in people] == [0, 0, 0, 0]
    assert len(read_back(path)) == 40


def test_a_book_without_prompts_can_not_be_locked(tmp_path: Path) -> None:
    """There is nowhere to write."""
    with pytest.raises(FileNotFoundError), locked(tmp_path):
        pass
