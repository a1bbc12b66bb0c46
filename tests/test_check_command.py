"""``ivr check``, as an editor, a build and a curious person use it."""

import json
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from ivr.authoring.example import STARTER, broken_book
from ivr.authoring.rules import RULES
from ivr.cli import main
from ivr.settings import shipped_book

WRONG_KEY = ("flows/main.yaml", "2: found", "2: fuond")
NOBODY = ("prompts/en/main.yaml", "at {number:shelter},\n    and leave", "and leave")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the starter book."""
    return Path(copytree(STARTER, tmp_path / "book"))


def change(book: Path, file: str, old: str, new: str) -> None:
    """Write something else into a file of the book."""
    path = book / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def check(book: Path, *options: str, color: bool = False) -> Result:
    """The command, run on a book."""
    return CliRunner().invoke(main, ["check", str(book), *options], color=color)


def rules(result: Result) -> Sequence[str]:
    """The names of the rules in a report in JSON."""
    return [problem["rule"] for problem in json.loads(result.stdout)]


def test_the_shipped_book_passes_and_every_call_is_made() -> None:
    """No problem is left in what is shipped, and the summary says what was proven."""
    result = check(shipped_book())
    assert result.exit_code == 0, result.output
    assert "no problems: 81 nodes, 45 texts" in result.output
    assert "every call was made" in result.output
    assert "not ready for a release" in result.output


def test_a_problem_has_a_place_an_excerpt_a_reason_and_a_way_out(book: Path) -> None:
    """Exit status 1, and what an editor needs to mend it."""
    change(book, *WRONG_KEY)
    result = check(book)
    assert result.exit_code == 1
    for text in (
        'flows/main.yaml:10:32: key "2" of menu "main_menu" leads to "fuond"',
        "10 |     menu: {1: animals.menu, 2: fuond, 3: farewell, 4: visit}",
        "   |                                ^~~~~",
        "= why: a caller who comes here would hear an apology",
        '= fix: did you mean "found"?',
        "1 error; calls were not made",
    ):
        assert text in result.output


def test_colour_is_for_terminals(book: Path) -> None:
    """A pipe gets no escape sequences, a terminal does."""
    change(book, *WRONG_KEY)
    assert "\033[" not in check(book).output
    assert "\033[31m\033[1m^~~~~" in check(book, color=True).output


def test_tools_read_a_list_of_problems(book: Path) -> None:
    """JSON with the agreed keys on stdout, and nothing else there; an empty list if all is well."""
    assert json.loads(check(book, "--format", "json").stdout) == []
    change(book, *WRONG_KEY)
    (problem,) = json.loads(check(book, "--format", "json").stdout)
    assert set(problem) == {
        "file", "line", "column", "rule", "message", "why", "fix", "severity",
    }  # fmt: skip
    assert (problem["line"], problem["column"], problem["severity"]) == (10, 32, "error")


def test_a_build_annotates_its_change(book: Path) -> None:
    """The github format names file, line and column in its own syntax."""
    change(book, *WRONG_KEY)
    result = check(book, "--format", "github")
    assert "::error file=flows/main.yaml,line=10,col=32,title=unknown-node::" in result.stdout
    assert "%0A" in result.stdout
    assert len(result.stdout.splitlines()) == 1


def test_an_annotation_names_a_file_from_the_top_of_the_repository(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a repository holds its book in a folder, GitHub finds the line."""
    change(book, *WRONG_KEY)
    monkeypatch.chdir(book.parent)
    assert "::error file=book/flows/main.yaml,line=10" in check(book, "--format", "github").stdout


def test_who_wants_no_colour_gets_none(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is heard, on a terminal too."""
    change(book, *WRONG_KEY)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033[" not in check(book, color=True).output


def test_rules_are_chosen_and_left_out_by_name(book: Path) -> None:
    """--rule reports one rule, --ignore all others; both can be repeated."""
    change(book, "prompts/en/animals.yaml", "label: cats", "label: dogs")
    change(book, "prompts/en/animals.yaml", "at home in the evening", "at home in the evvening")
    both = ["same-label", "unsure-word"]
    assert sorted(rules(check(book, "--format", "json"))) == both
    assert rules(check(book, "--format", "json", "--rule", both[0])) == both[:1]
    assert rules(check(book, "--format", "json", "--ignore", both[0])) == both[1:]
    left_out = check(book, "--ignore", both[0], "--ignore", both[1])
    assert left_out.exit_code == 0


@pytest.mark.parametrize("option", ["--rule", "--ignore", "--explain"])
def test_a_rule_that_there_is_not_is_misuse(book: Path, option: str) -> None:
    """The nearest names are told."""
    result = check(book, option, "unknown-nod")
    assert result.exit_code == 2
    assert "unknown-node" in result.output
    assert option in result.output


@pytest.mark.parametrize("name", RULES)
def test_every_rule_can_be_explained(name: str) -> None:
    """--explain tells what a rule is about, why, how to mend it, and shows a mistake."""
    result = CliRunner().invoke(main, ["check", "--explain", name])
    assert result.exit_code == 0
    rule = RULES[name]
    for text in (name, rule.why, rule.fix, rule.about.split()[0]):
        assert text in result.output
    if rule.example is not None:
        assert f"[{name}]" in result.output


def test_a_release_asks_for_approvals_and_dialled_numbers(book: Path) -> None:
    """Without --release they are counted in the summary and are no problem."""
    assert check(book).exit_code == 0
    result = check(book, "--release", "--format", "json")
    assert result.exit_code == 1
    assert {"unapproved", "not-dialled"} <= set(rules(result))


def test_the_way_to_each_text_is_shown(book: Path) -> None:
    """--topics lists seconds, keys and path, the farthest first."""
    lines = check(book, "--topics").output.splitlines()
    table = lines[lines.index("en  seconds  keys   text and path") + 1 :]
    seconds = [float(line.split()[0]) for line in table]
    assert seconds == sorted(seconds, reverse=True)
    assert any(
        line.endswith("1 2    main.main_menu → animals.menu → animals.cats") for line in table
    )


def test_a_broken_promise_is_shown_as_a_call_that_can_be_played(book: Path, tmp_path: Path) -> None:
    """The shortest call stands below the problem, and --calls writes it as a file."""
    change(book, *NOBODY)
    result = check(book, "--calls", str(tmp_path / "calls"))
    assert "[no-person]" in result.output
    assert '- press: "0"' in result.output
    (file,) = (tmp_path / "calls").iterdir()
    played = CliRunner().invoke(main, ["test", str(file)], env={"IVR_BOOK": str(book)})
    assert "1 calls, 0 failed" in played.output


def test_the_book_comes_from_the_environment_too(book: Path) -> None:
    """IVR_BOOK names the book where no folder is given."""
    result = CliRunner().invoke(main, ["check"], env={"IVR_BOOK": str(book)})
    assert "12 nodes" in result.output


def test_a_folder_that_is_no_book_is_told_what_it_misses(tmp_path: Path) -> None:
    """The first file that every book has is named, and nothing more."""
    result = check(tmp_path, "--format", "json")
    assert result.exit_code == 1
    assert rules(result)[0] == "unreadable-file"
    assert "flows/service.yaml" in result.stdout


def test_a_broken_book_is_cleaned_up() -> None:
    """The folder in which an example was tried is gone afterwards."""
    example = RULES["unknown-node"].example
    assert example is not None
    with broken_book(example) as root:
        assert (root / "flows/main.yaml").exists()
    assert not root.exists()
