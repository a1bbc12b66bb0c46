"""``ivr new``: what somebody has who begins a line of their own."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ivr.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new book."""
    folder = tmp_path / "my line"
    made = CliRunner().invoke(main, ["new", str(folder)])
    assert made.exit_code == 0, made.output
    assert f"ivr check {folder}" in made.output
    return folder


def test_a_new_book_passes_the_check_and_its_calls(folder: Path) -> None:
    """It is complete: checked, called, tested, without a change."""
    check = CliRunner().invoke(main, ["check", str(folder)])
    assert "no problems" in check.output
    environment = {"IVR_BOOK": str(folder)}
    played = CliRunner().invoke(main, ["test", str(folder / "calls")], env=environment)
    assert "1 calls, 0 failed" in played.output
    called = CliRunner().invoke(main, ["call"], input="q\n", env=environment)
    assert "Greenhill animal shelter" in called.output


def test_each_file_names_a_schema_that_is_there(folder: Path) -> None:
    """An editor finds the schema in the first line, from where the file stands."""
    files = [*folder.rglob("*.yaml")]
    assert len(files) > 8
    for file in files:
        first = file.read_text().partition("\n")[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / schema).is_file(), file


def test_each_file_teaches(folder: Path) -> None:
    """Beside the schema's line every file of the book has a comment for people."""
    for file in folder.rglob("*.yaml"):
        comments = [line for line in file.read_text().splitlines()[1:] if "#" in line]
        assert comments, file


def test_nothing_is_overwritten(folder: Path) -> None:
    """A folder that holds something is refused, and stays as it is."""
    words = folder / "prompts/en/main.yaml"
    words.write_text("mine")
    again = CliRunner().invoke(main, ["new", str(folder)])
    assert again.exit_code == 2
    assert "not empty" in again.output
    assert words.read_text() == "mine"


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    """A file in the way is an error in words, not a traceback."""
    (tmp_path / "file").write_text("x")
    made = CliRunner().invoke(main, ["new", str(tmp_path / "file" / "book")])
    assert made.exit_code == 1
    assert "can't be written" in made.output


def test_the_hook_checks_the_repository_that_it_is_installed_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its book is checked, and not the one that comes with Careline."""
    file = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
    (hook,) = yaml.safe_load(file.read_text())
    command, *words = f"{hook['entry']} {' '.join(hook['args'])}".split()
    assert command == "ivr"
    monkeypatch.chdir(folder)
    assert "12 nodes" in CliRunner().invoke(main, words).output
    assert hook["pass_filenames"] is False
