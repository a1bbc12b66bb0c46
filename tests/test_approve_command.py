"""``ivr approve`` and ``ivr review``, as a nurse and a build use them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ivr.authoring.example import STARTER
from ivr.authoring.rule import Stage
from ivr.authoring.rules import RULES
from ivr.cli import approve as command
from ivr.cli import main, showing, signing
from ivr.dialogue.wording import Aside, Digits, Hours, Pause, Words
from ivr.settings import shipped_book
from tests.manuscripts import toy_files, write

ANA = "Ana Ruiz, oncology nurse"
CATS = "en/animals.cats"
FINGERPRINT = "91cf17489a3f1875"
"""Of the cats of the starter book."""

APPROVALS = "prompts/approvals.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the starter book."""
    return Path(copytree(STARTER, tmp_path / "book"))


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The toy book, which speaks two languages."""
    return write(tmp_path / "toy", toy_files())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked."""
    monkeypatch.setattr(command, "asks", lambda: True)


def run(*arguments: str, keys: str = "", color: bool = False) -> Result:
    """A command, and what is typed while it runs."""
    return CliRunner().invoke(main, arguments, input=keys, color=color)


def approve(book: Path, *ids: str, by: str = ANA) -> Result:
    """Approval without questions."""
    return run("approve", *ids, "--by", by, "--yes", "--book", str(book))


def asked(book: Path, *ids: str, keys: str) -> Result:
    """Approval with answers."""
    return run("approve", *ids, "--by", ANA, "--book", str(book), keys=keys)


def change(book: Path, old: str, new: str, file: str = "prompts/en/animals.yaml") -> None:
    """Write something else into a file of the book."""
    path = book / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def review(book: Path, *options: str) -> Any:
    """What is open, as a tool reads it."""
    return json.loads(run("review", str(book), "--format", "json", *options).stdout)


def standings(book: Path) -> dict[str, str]:
    """How it stands with each text that is open."""
    return {text["id"]: text["standing"] for text in review(book)["texts"]}


def dial(book: Path) -> None:
    """Somebody has dialled every number today."""
    path = book / "prompts/directory.yaml"
    today = datetime.now(UTC).date()
    dialled = f'confidence: high\n  last_dialled: "{today}"'
    path.write_text(path.read_text().replace("confidence: high", dialled))


def test_from_the_first_approval_to_a_release_and_back(book: Path) -> None:
    """All is approved, a word changes, that text lapses, it is approved again; check follows."""
    dial(book)
    check = ("check", str(book), "--release")
    assert run(*check).exit_code == 1
    assert approve(book, "en/*").exit_code == 0
    assert run(*check).exit_code == 0, run(*check).output
    clean = run("review", str(book))
    assert clean.exit_code == 0
    assert "Nothing is open" in clean.output

    change(book, "a quiet home", "a calm home")
    assert standings(book) == {CATS: "lapsed"}
    assert "[lapsed-approval]" in run(*check).output
    shown = run("review", str(book))
    assert shown.exit_code == 1
    assert "Ana Ruiz, oncology nurse, 20" in shown.output
    assert "[-quiet-] {+calm+}" in shown.output

    again = approve(book, "en/*", by="Bo Lee, oncologist")
    assert "Ana Ruiz, oncology nurse, approved it on" in again.output
    assert "[-quiet-] {+calm+} home." in again.output
    assert "1 approved, " in again.output
    assert run(*check).exit_code == 0
    assert (book / APPROVALS).read_text().count("by: Bo Lee") == 1


def test_a_changed_word_lapses_its_text_in_its_language_alone(toy: Path) -> None:
    """The same node in the other language stays approved."""
    assert approve(toy, "*").exit_code == 0
    assert standings(toy) == {}
    change(toy, "Tea two", "Tea too", "prompts/eo/main.yaml")
    assert standings(toy) == {"eo/main.tea": "lapsed"}


def test_a_day_to_come_is_no_day_on_which_something_was_done(book: Path) -> None:
    """A slip of the year would else keep a number or a source from ever being due again."""
    dial(book)
    assert review(book)["numbers"] == []
    today = datetime.now(UTC).date()
    change(book, f'last_dialled: "{today}"', 'last_dialled: "2962-01-01"', "prompts/directory.yaml")
    change(book, '"20', '"2962-01-01" # "20', "prompts/sources.yaml")
    open_ = review(book)
    assert [len(open_[kind]) for kind in ("numbers", "sources")] == [1, 1]
    shown = run("review", str(book)).output
    assert shown.count("on a day to come") == 2
    told = run("check", str(book), "--release").output
    assert told.count("on 2962-01-01, a day to come [") == 2


def test_which_book_it_is_is_said(book: Path) -> None:
    """Two books have texts of one name: nobody signs in the wrong one without being told."""
    assert approve(book, CATS).output.startswith(f"The book is {book}\n")
    wrong = " ".join(run("approve", CATS, "--by", ANA, "--yes").stderr.split())
    assert f"(the book is {shipped_book()}; --book FOLDER names another)" in wrong


def test_how_a_hard_word_is_said_is_approved_too(book: Path) -> None:
    """Callers hear what the lexicon says: it lapses with a word of it, and is shown in words."""
    approve(book, "en/*")
    change(book, "green hill", "gray hill", "prompts/en/lexicon.yaml")
    assert standings(book) == {"en/lexicon.words": "lapsed"}
    shown = " ".join(approve(book, "en/lexicon.words").output.split())
    assert "Greenhill [-green-] {+gray+} hill" in shown
    change(book, "gray hill", "{spelled: true}", "prompts/en/lexicon.yaml")
    change(book, "# Words", "# More words", "prompts/en/lexicon.yaml")
    assert "Greenhill letter by letter" in " ".join(approve(book, "en/*").output.split())


def test_the_order_of_key_names_lapses_nothing(book: Path) -> None:
    """Each key is called as before, wherever its name stands in the file."""
    approve(book, "en/service.templates")
    change(book, '{"*": star, "#": pound}', '{"#": pound, "*": star}', "prompts/en/service.yaml")
    assert "en/service.templates" not in standings(book)


def test_layout_lapses_nothing(toy: Path) -> None:
    """Lines may be broken elsewhere, and what callers say to reach a text may change."""
    approve(toy, "*")
    change(toy, "Hello in English", "Hello\n  in   English", "prompts/en/main.yaml")
    change(toy, "label: tea", "phrases: [tea please]\n  label: tea", "prompts/en/main.yaml")
    assert standings(toy) == {}


def test_review_and_the_rules_of_a_release_tell_the_same(book: Path) -> None:
    """Each open text, number and source is one problem of `ivr check --release`."""
    approve(book, CATS, "en/animals.dogs")
    change(book, "a quiet home", "a calm home")
    change(book, '"20', '"2000-01-01" # "20', "prompts/sources.yaml")
    open_ = review(book)
    listed = [each for kind in ("texts", "numbers", "sources") for each in open_[kind]]
    problems = json.loads(run("check", str(book), "--release", "--format", "json").stdout)
    of_release = [each for each in problems if RULES[each["rule"]].stage is Stage.RELEASE]
    assert len(listed) == len(of_release)
    for each in listed:
        assert any(f'"{each["id"]}"' in problem["message"] for problem in of_release)


def test_the_summary_counts_each_language_apart(toy: Path) -> None:
    """What is open in one language is no matter of the other's reviewer."""
    approve(toy, "eo/*")
    counts = review(toy)["counts"]
    assert counts["eo"]["unapproved"] == 0
    assert counts["eo"]["approved"] == counts["en"]["unapproved"] > 0
    assert {text["language"] for text in review(toy)["texts"]} == {"en"}
    assert review(toy, "--language", "eo")["texts"] == []
    wrong = run("review", str(toy), "--language", "fr")
    assert wrong.exit_code == 2
    assert "en, eo" in wrong.output


def test_a_text_is_shown_as_it_is_spoken(book: Path) -> None:
    """Marks are names, numbers and keys; menus are shown as they are put together."""
    said = " ".join(
        approve(book, "en/main.found", "en/main.welcome", "en/service.*").output.split()
    )
    assert "Then call the Greenhill shelter at 1-800-555-0100 (twice). Tell us where" in said
    assert "For a person, press 0." in said
    assert "For {label}, press {key}." in said
    assert "prompts/en/main.yaml:" in said


def test_what_is_no_word_is_told_in_words() -> None:
    """Silence, opening hours and another language's offer can be read on a screen."""
    pieces = (
        Words("Call"), Digits(("9", "88")), Words("or wait."), Pause(700), Hours("acs"),
        Aside("es", "Para español, oprima ocho."), Digits(("911",)),
    )  # fmt: skip
    assert showing.joined(pieces) == (
        "Call 9-88 (twice) or wait. (pause) (whether it is open now) "
        "Para español, oprima ocho. 911 (twice)."
    )


@pytest.mark.usefixtures("terminal")
def test_each_text_is_asked_about(book: Path) -> None:
    """Y approves, Enter and n don't, q stops; what was agreed to before is recorded."""
    ids = [f"en/animals.{name}" for name in ("menu", "dogs", "cats")] + ["en/main.visit"]
    result = asked(book, *ids, keys="y\n\nperhaps\nyes\nq\n")
    assert result.exit_code == 1
    assert "as Ana Ruiz, oncology nurse? [y/N/q]" in result.output
    assert "y approves it, n or Enter doesn't, q stops" in result.output
    assert "2 approved, 2 not approved (stopped)" in result.output
    assert not {"en/animals.menu", CATS} & set(standings(book))
    assert {"en/animals.dogs", "en/main.visit"} <= set(standings(book))


@pytest.mark.usefixtures("terminal")
def test_who_hangs_up_has_approved_nothing_more(book: Path) -> None:
    """The end of input is no yes."""
    result = asked(book, CATS, keys="")
    assert result.exit_code == 1
    assert not (book / APPROVALS).exists()


def test_nobody_is_asked_where_nobody_sits(book: Path) -> None:
    """Without a terminal and without --yes it is misuse, and the message says what to do."""
    result = asked(book, CATS, keys="y\n")
    assert result.exit_code == 2
    assert "--yes" in result.output
    assert not (book / APPROVALS).exists()


def test_a_real_terminal_can_answer(book: Path) -> None:
    """With a terminal as its input, the command asks, and hears y."""
    ours, theirs = os.openpty()
    os.write(ours, b"y\n")
    arguments = ["approve", CATS, "--by", ANA, "--book", str(book)]
    done = subprocess.run(
        [sys.executable, "-m", "ivr.cli", *arguments],
        stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert CATS not in standings(book)


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Do something after a text was shown, and before the answer is recorded."""
    answer = signing.Signing._answer

    def slow(self: signing.Signing) -> str:
        act()
        return answer(self)

    monkeypatch.setattr(signing.Signing, "_answer", slow)


@pytest.mark.usefixtures("terminal")
def test_words_that_change_while_they_are_shown_are_not_approved(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else saves the file before the nurse says y."""
    meanwhile(monkeypatch, lambda: change(book, "a quiet home", "a calm home"))
    result = asked(book, CATS, keys="y\n")
    assert result.exit_code == 1
    assert f'"{CATS}" was changed while it was shown' in result.output
    assert "[changed-text]" in result.output
    assert "[-quiet-] {+calm+}" in result.output
    assert not (book / APPROVALS).exists()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("old", "new"), [("cats:", "kittens:"), ("cats:", "cats: [")])
def test_words_that_are_gone_are_not_approved(
    book: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """The node is renamed, or the file can't be read any more."""
    meanwhile(monkeypatch, lambda: change(book, old, new))
    result = asked(book, CATS, keys="y\n")
    assert result.exit_code == 1
    assert "gone since it was shown" in result.output
    assert not (book / APPROVALS).exists()


def test_the_fingerprint_of_a_printed_script_is_kept_to(book: Path) -> None:
    """What was read on paper is approved only if it still says the same."""
    assert approve(book, f"{CATS}@{FINGERPRINT.upper()}").exit_code == 0
    change(book, "a quiet home", "a calm home")
    before = (book / APPROVALS).read_text()
    result = approve(book, f"{CATS}@{FINGERPRINT}", "en/animals.dogs")
    assert result.exit_code == 1
    assert f'prompts/en/animals.yaml:14:1: "{CATS}" is "' in result.output
    assert "[changed-text]" in result.output
    assert "[-quiet-] {+calm+}" in result.output
    assert "1 approved, 1 refused" in result.output
    assert standings(book)[CATS] == "lapsed"
    assert before.partition("\nen/")[2] in (book / APPROVALS).read_text()


def test_a_pattern_beside_a_fingerprint_does_not_get_round_it(book: Path) -> None:
    """The stricter wish counts."""
    result = approve(book, "en/animals.*", f"{CATS}@0123456789abcdef")
    assert result.exit_code == 1
    assert standings(book)[CATS] == "unapproved"
    assert "2 approved, 1 refused" in result.output


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("en/animals.catz", f'did you mean "{CATS}"'),
        ("es/*", 'there is no text "es/*"'),
        (f"{CATS}@soon", '"soon" is no fingerprint'),
        (f"en/animals.*@{FINGERPRINT}", "one text before the @"),
    ],
)
def test_what_chooses_no_text_is_misuse(book: Path, written: str, told: str) -> None:
    """The message names what was written and what there is; nothing is recorded."""
    result = approve(book, "en/animals.dogs", written)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert not (book / APPROVALS).exists()


@pytest.mark.parametrize("by", ["Ana Ruiz", "Ana Ruiz,", ", nurse", " , ", "Ana\x07, nurse"])
def test_a_name_needs_a_role(book: Path, by: str) -> None:
    """Who approves says who they are, and what makes them fit to."""
    result = approve(book, CATS, by=by)
    assert result.exit_code == 2
    assert "--by" in result.output


def test_names_are_written_down_as_they_are(book: Path) -> None:
    """The first comma ends the name; quotes, colons and accents survive."""
    by = 'Íñigo "Doc" O\'Neil: jr, RN, oncology: ward #4'
    assert approve(book, CATS, by=by).exit_code == 0
    change(book, "a quiet home", "a calm home")
    (text,) = (text for text in review(book)["texts"] if text["id"] == CATS)
    assert text["by"] == 'Íñigo "Doc" O\'Neil: jr'
    assert text["role"] == "RN, oncology: ward #4"


def test_who_names_an_approved_text_takes_it_over(book: Path) -> None:
    """A pattern leaves it out; its own name asks again, and says whose approval there is."""
    approve(book, CATS)
    assert "Nothing to approve" in approve(book, "*.cats", by="Bo Lee, vet").output
    result = approve(book, CATS, by="Bo Lee, vet")
    assert "would take the place of theirs" in result.output
    assert "by: Bo Lee" in (book / APPROVALS).read_text()


def test_an_approval_whose_words_were_not_kept_says_so(book: Path) -> None:
    """An entry written by hand may hold a fingerprint only."""
    approve(book, CATS)
    path = book / APPROVALS
    entry = path.read_text().partition("  words:")[0].replace(FINGERPRINT, "0" * 16)
    path.write_text(f"{entry}  words: []\n")
    assert review(book)["texts"]
    assert "were not written down" in approve(book, CATS).output


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("prompts/en/main.yaml", "welcome:", "welcome: ["),
        ("prompts/en/lines.yaml", "talk: the", "talk: [the"),
        ("prompts/directory.yaml", "number:", "nummer:"),
        ("flows/service.yaml", "service:", "servise:"),
        (APPROVALS, "by:", "bye:"),
    ],
)
def test_files_that_can_not_be_read_are_mended_first(
    book: Path, file: str, old: str, new: str
) -> None:
    """They hide what a pattern may mean; the problems are shown, and nothing is touched."""
    approve(book, "en/animals.dogs")
    change(book, old, new, file)
    before = (book / APPROVALS).read_bytes()
    result = approve(book, "en/animals.*")
    assert result.exit_code == 1
    assert f"{file}:" in result.output
    assert "= fix:" in result.output
    assert "mend these files first" in result.output
    assert (book / APPROVALS).read_bytes() == before
    assert run("review", str(book)).exit_code == 1


def test_another_language_that_is_broken_is_no_hindrance(toy: Path) -> None:
    """A nurse who reads one language does not wait for the other."""
    change(toy, "hello:", "hello: [", "prompts/eo/main.yaml")
    assert approve(toy, "en/*").exit_code == 0
    assert approve(toy, "*").exit_code == 1


def test_a_text_that_the_line_could_not_speak_is_refused(book: Path) -> None:
    """Its own problem is shown; the texts beside it are approved."""
    change(
        book,
        "{number:shelter}.\n      Tell",
        "{number:sheltr}.\n      Tell",
        "prompts/en/main.yaml",
    )
    result = approve(book, "en/main.found", "en/main.visit")
    assert result.exit_code == 1
    assert "[unknown-line]" in result.output
    assert "1 approved, 1 refused" in result.output
    assert standings(book)["en/main.found"] == "unapproved"


def test_a_file_that_can_not_be_kept_whole_is_a_message(book: Path) -> None:
    """An entry in braces is read, and can't be written beside without loss."""
    entry = f'{{hash: "{FINGERPRINT}", by: A, role: b, day: "2026-11-01", words: []}}'
    (book / APPROVALS).write_text(f"{{{CATS}: {entry}}}\n")
    result = approve(book, "en/animals.dogs")
    assert result.exit_code == 1
    assert "was left as it was" in result.output
    assert "Traceback" not in result.output


def test_a_folder_that_can_not_be_written_is_a_message(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told in words."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = approve(book, CATS)
    assert result.exit_code == 1
    assert "can't be written: No space left on device" in result.output
    assert not (book / APPROVALS).exists()


def test_the_book_comes_from_the_environment_too(book: Path) -> None:
    """IVR_BOOK names the book where no folder is given."""
    arguments = ["approve", CATS, "--by", ANA, "--yes"]
    result = CliRunner().invoke(main, arguments, env={"IVR_BOOK": str(book)})
    assert result.exit_code == 0
    assert (book / APPROVALS).exists()


def test_colours_are_for_terminals_that_want_them(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old words are red and new ones green; NO_COLOR leaves the brackets alone."""
    approve(book, CATS)
    change(book, "a quiet home", "a calm home")
    coloured = run("review", str(book), color=True).output
    assert "\033[31m[-quiet-]\033[0m \033[32m{+calm+}\033[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in run("review", str(book), color=True).output
