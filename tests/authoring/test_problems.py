"""What an editor is told: every problem, at its place, with a way out."""

from pathlib import Path

import pytest

from ivr.authoring import BookError, describe, load
from ivr.settings import shipped_book
from tests.manuscripts import FLOW, SERVICE_WORDS, WORDS, problems_of, toy_files, write

FLOW_FILE = "flows/main.yaml"
WORDS_FILE = "prompts/en/main.yaml"
LONG_TEXT = "word " * 96


HEAD = (
    'flows/main.yaml:7:23: key "2" of menu "menu" leads to "hrad", which is not a node '
    "[unknown-node]"
)
FIX = (
    '  = fix: did you mean "hard"? nodes: "hard", "hello", "menu", "tea", "soft", "greeting", '
    '"person", "nurse", ...'
)


def changed(text: str, old: str, new: str) -> str:
    """The text with one thing replaced, which has to be there."""
    assert old in text
    return text.replace(old, new, 1)


def test_a_good_book_has_no_problems(tmp_path: Path) -> None:
    """The toy book, unchanged, loads."""
    assert problems_of(tmp_path, {}) == []


def test_all_problems_are_reported_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    """Mistakes in three files are found in one run."""
    flow = changed(FLOW, "1: tea,", "1: tee,")
    service = changed(SERVICE_WORDS, "  apology:", "  apollogy:")
    words = changed(WORDS, "[leaf]", "[leave]")
    found = problems_of(
        tmp_path, {FLOW_FILE: flow, "prompts/en/service.yaml": service, WORDS_FILE: words}
    )
    assert found == sorted(found)
    assert {p.rule for p in found} >= {"unknown-node", "missing-prompt", "unknown-source"}


def test_a_problem_reads_like_advice(tmp_path: Path) -> None:
    """The message shows position, excerpt, caret, why and fix, the nearest name first."""
    write(tmp_path, {**toy_files(), FLOW_FILE: changed(FLOW, "2: hard, 3", "2: hrad, 3")})
    with pytest.raises(BookError) as caught:
        load(tmp_path)
    text = describe(caught.value.problems[0], caught.value.texts)
    assert text.splitlines() == [
        HEAD,
        "  |",
        "7 |     menu: {1: tea, 2: hrad, 3: soft}",
        "  |                       ^~~~",
        "  = why: a caller who comes here would hear an apology and be sent back to the main menu",
        FIX,
    ]


def test_a_long_line_is_shown_around_the_mistake(tmp_path: Path) -> None:
    """The excerpt of a very long line is cut, and the caret still points at the mistake."""
    words = changed(WORDS, "label: tea @", f'label: "{"x" * 300} {{pose}}"')
    write(tmp_path, {**toy_files(), WORDS_FILE: changed(words, "[leaf]", f"[{'l' * 300}, leave]")})
    with pytest.raises(BookError) as caught:
        load(tmp_path)
    for problem in caught.value.problems:
        text = describe(problem, caught.value.texts).splitlines()
        assert max(map(len, text[1:4])) <= 120


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty-file"),
        (b"# only a comment\n", "empty-file"),
        (b"flow: m\xe9nu\n", "not-utf8"),
        (b"flow: a\x07b\n", "control-character"),
        (b"\x00\x00", "control-character"),
        (b"[" + b"a, " * 8_000 + b"]", "wrong-value"),
        (b"[" * 5_000, "deep-nesting"),
        (b"a: &x [1]\nb: [*x, *x]\n", "yaml-alias"),
        (b"x" * 500_001, "huge-file"),
        (b"? [a, b]\n: c\n", "key-not-text"),
        (b"- a\n- b\n", "wrong-value"),
        (b"just words\n", "wrong-value"),
        (b'flow: "open\n', "yaml-syntax"),
    ],
)
def test_a_file_that_can_not_be_read_gives_one_clear_message(
    tmp_path: Path, content: bytes, rule: str
) -> None:
    """Broken, huge, deep or hostile files are named; nothing else is said of them."""
    write(tmp_path, toy_files())
    (tmp_path / FLOW_FILE).write_bytes(content)
    with pytest.raises(BookError) as caught:
        load(tmp_path)
    assert [p.rule for p in caught.value.problems if p.file == FLOW_FILE] == [rule]


def test_one_mistake_in_the_directory_is_one_message(tmp_path: Path) -> None:
    """A file that can't be used does not make everything that names it look wrong."""
    directory = "help: {number: 1-800-555-0100, offers: help, source: leaf, confidence: hgih}\n"
    words = changed(WORDS, "Bye @.", '"Call {number:help}"')
    found = problems_of(tmp_path, {"prompts/directory.yaml": directory, WORDS_FILE: words})
    assert [(p.file, p.rule) for p in found] == [("prompts/directory.yaml", "wrong-value")]


@pytest.mark.parametrize("number", ["1-800-FLOWERS", "(800) 555-0100", "1--800", "tel"])
def test_a_number_that_can_not_be_said_is_reported(tmp_path: Path, number: str) -> None:
    """Only groups of digits are telephone numbers here."""
    directory = f'help: {{number: "{number}", offers: x, source: leaf, confidence: high}}\n'
    (problem,) = problems_of(tmp_path, {"prompts/directory.yaml": directory})
    assert "1-800-227-2345" in problem.fix


def test_an_empty_date_is_no_date(tmp_path: Path) -> None:
    """A line that nobody has dialled yet has an empty `last_dialled`."""
    directory = (
        "help:\n  number: 1-800-555-0100\n  offers: help\n  source: leaf\n"
        "  confidence: high\n  last_dialled:\n"
    )
    assert problems_of(tmp_path, {"prompts/directory.yaml": directory}) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A folder that is no book says which file it misses."""
    with pytest.raises(BookError) as caught:
        load(tmp_path)
    assert "flows/service.yaml" in {p.file for p in caught.value.problems}


def test_scalars_are_read_as_they_were_written(tmp_path: Path) -> None:
    """A label such as no, 17:30 or 007 is spoken as it stands."""
    for word in ("no", "17:30", "007", "+1555", "1e3", "~"):
        words = changed(WORDS, "label: tea @", f"label: {word}")
        book = load(write(tmp_path, {**toy_files(), WORDS_FILE: words}))
        spoken = str(book.languages["en"].passages["main.menu/choices"])
        assert f"For {word}, press 1." in spoken


def test_the_version_follows_words_and_not_layout(tmp_path: Path) -> None:
    """A comment leaves the version as it is; one changed word changes it."""
    first = load(write(tmp_path / "a", toy_files())).version
    commented = {**toy_files(), FLOW_FILE: "# a comment\n" + FLOW}
    assert load(write(tmp_path / "b", commented)).version == first
    reworded = {**toy_files(), WORDS_FILE: WORDS.replace("Bye", "Farewell")}
    assert load(write(tmp_path / "c", reworded)).version != first


def test_menus_are_spoken_from_labels_in_key_order_topic_first(tmp_path: Path) -> None:
    """However the keys are ordered in the file, callers hear them in the order of the keypad."""
    flow = changed(FLOW, "{1: tea, 2: hard, 3: soft}", "{3: soft, 1: tea, 2: hard}")
    book = load(write(tmp_path, {**toy_files(), FLOW_FILE: flow}))
    pieces = book.languages["en"].passages["main.menu/choices"].pieces
    spoken = [piece.text for piece in pieces if hasattr(piece, "text")]
    assert spoken == [
        "For tea in English, press 1.",
        "For hard things in English, press 2.",
        "For soft things in English, press 3.",
    ]


def test_the_shipped_book_has_no_problems() -> None:
    """What is shipped loads."""
    assert load(shipped_book()).nodes


def test_a_file_of_thousands_of_mistakes_is_told_with_a_hundred(tmp_path: Path) -> None:
    """Of one kind and file; nobody reads more, and the check stays quick."""
    found = problems_of(tmp_path, {WORDS_FILE: WORDS + "a: x\n" * 4_000})
    assert len([problem for problem in found if problem.rule == "duplicate-key"]) == 100


def test_the_invisible_character_is_named(tmp_path: Path) -> None:
    """By its number in Unicode."""
    found = problems_of(tmp_path, {WORDS_FILE: "\x00"})
    assert [p.message for p in found if p.rule == "control-character"] == [
        "control character U+0000"
    ]
