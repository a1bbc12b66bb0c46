"""The ``ivr`` command, as an editor and an operator use it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from tests.manuscripts import FLOW, toy_files, write

COMMANDS = tuple(main.commands)
CALL = "call: somebody listens\nsteps:\n  - hears: {words}\n  - press: 1\n  - hears: Tea one\n"


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The folder of the toy book."""
    return write(tmp_path / "book", toy_files())


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A toy book with one mistake."""
    flow = FLOW.replace("1: tea,", "1: tee,", 1)
    return write(tmp_path / "broken", {**toy_files(), "flows/main.yaml": flow})


def test_every_command_has_a_help_text() -> None:
    """--help explains each command in words."""
    for command in COMMANDS:
        result = CliRunner().invoke(main, [command, "--help"])
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 5


def test_misuse_is_status_2() -> None:
    """A folder that isn't there, an unknown option and an unknown command are misuse."""
    for arguments in (["check", "/nowhere"], ["check", "--form"], ["ring"]):
        assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_call_is_placed_from_the_terminal(toy: Path) -> None:
    """Keys are typed, speech is shown, and q hangs up."""
    result = CliRunner().invoke(main, ["call"], input="1\n\nq\n", env={"IVR_BOOK": str(toy)})
    assert result.exit_code == 0
    for text in ("Hello in English.", "For tea in English, press 1.", "Tea one", "Tea two"):
        assert text in result.output
    assert "You hung up" in result.output
    assert "\033" not in result.output


def test_a_call_to_a_broken_book_shows_what_is_wrong(broken: Path) -> None:
    """An editor who calls too early reads the check's message."""
    result = CliRunner().invoke(main, ["call"], env={"IVR_BOOK": str(broken)})
    assert result.exit_code == 1
    assert "[unknown-node]" in result.output
    assert "Traceback" not in result.output


def test_call_files_are_played_and_counted(toy: Path, tmp_path: Path) -> None:
    """A call that goes as written passes; one that doesn't shows the call so far."""
    environment = {"IVR_BOOK": str(toy)}
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(CALL.format(words="Hello"))
    bad.write_text(CALL.format(words="Hallo"))
    result = CliRunner().invoke(main, ["test", str(good)], env=environment)
    assert result.exit_code == 0
    assert "1 calls, 0 failed" in result.output
    result = CliRunner().invoke(main, ["test", str(good), str(bad)], env=environment)
    assert result.exit_code == 1
    assert '"Hallo" was not heard' in result.output
    assert "Hello in English" in result.output
    assert "2 calls, 1 failed" in result.output


def test_a_wrong_call_file_is_a_failure_with_a_position(toy: Path, tmp_path: Path) -> None:
    """Unknown keys of a call file are named where they stand."""
    file = tmp_path / "call.yaml"
    file.write_text("call: x\nsteps:\n  - preess: 1\n")
    result = CliRunner().invoke(main, ["test", str(file)], env={"IVR_BOOK": str(toy)})
    assert result.exit_code == 1
    assert ":3:5: " in result.output
    assert 'did you mean "press"' in result.output


def test_no_call_files_is_misuse(tmp_path: Path) -> None:
    """A folder without calls has tested nothing."""
    assert CliRunner().invoke(main, ["test", str(tmp_path)]).exit_code == 2


def test_a_script_is_played_from_the_call_command(toy: Path, tmp_path: Path) -> None:
    """--script shows the call as it went, and fails where it did not go as written."""
    file = tmp_path / "call.yaml"
    file.write_text(CALL.format(words="Hello"))
    arguments = ["call", "--script", str(file)]
    result = CliRunner().invoke(main, arguments, env={"IVR_BOOK": str(toy)})
    assert result.exit_code == 0
    assert "caller  presses 1" in result.output
    file.write_text(CALL.format(words="Hallo"))
    assert CliRunner().invoke(main, arguments, env={"IVR_BOOK": str(toy)}).exit_code == 1


def test_settings_that_are_wrong_are_named_before_a_call() -> None:
    """A wrong staff number is a message, not a traceback."""
    result = CliRunner().invoke(main, ["call"], env={"IVR_STAFF_NUMBERS": "555"})
    assert result.exit_code == 2
    assert "IVR_STAFF_NUMBERS" in result.output
