"""Each rule: a book that breaks it, the place where that is said, and a book that doesn't."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from ivr.authoring import rules
from ivr.authoring.approvals import fingerprint
from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY, STARTER, broken_book
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.rule import Example, Group, Rule
from ivr.authoring.rules import RULES
from ivr.authoring.wordings import wordings

EXAMPLES = [rule for rule in RULES.values() if rule.example]


def test_each_rule_has_a_module_of_its_name() -> None:
    """The rule unknown-node is found in rules/unknown_node.py, and so is each other."""
    folder = Path(rules.__path__[0])
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == {name.replace("-", "_") for name in RULES}


def test_only_what_no_book_can_break_has_no_example() -> None:
    """A fault of the program can't be shown with a book."""
    assert [rule.name for rule in RULES.values() if rule.example is None] == ["line-fault"]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.name)
def test_its_example_is_reported_where_it_stands(rule: Rule) -> None:
    """The mistake of the example gives this rule first at its file, line and column."""
    example = rule.example
    assert example is not None
    with broken_book(example) as root:
        found = check(root, EXAMPLE_DAY, release=rule.group is Group.RELEASE)
    problem = next(problem for problem in found.problems if problem.rule == rule.name)
    expected = (example.reported_in or example.file, example.line, example.column)
    assert (problem.file, problem.line, problem.column) == expected
    assert problem.why
    assert problem.fix
    assert problem.severity in ("error", rule.severity)


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.name)
def test_a_mistake_is_not_reported_as_something_else(rule: Rule) -> None:
    """A caller's trouble has one name: but for time, which several rules measure."""
    example = rule.example
    assert example is not None
    with broken_book(example) as root:
        found = check(root, EXAMPLE_DAY).problems
    others = {problem.rule for problem in found} - {rule.name}
    assert others <= {"slow-part", "long-menu", "unsure-word"}


def test_a_good_book_breaks_no_rule() -> None:
    """The starter book, as it is."""
    assert check(STARTER, EXAMPLE_DAY).problems == ()


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.name)
def test_a_blocking_rule_keeps_the_calls_from_being_made(rule: Rule) -> None:
    """A book that can't start is not explored; one that can is."""
    example = rule.example
    assert example is not None
    with broken_book(example) as root:
        found = check(root, EXAMPLE_DAY)
    assert (found.exploration is None) == rule.blocking


def released(root: Path) -> Path:
    """The starter book, approved and dialled, in a folder."""
    copytree(STARTER, root)
    lines = [
        f'{wording.id}: {{hash: "{fingerprint(wording)}", by: A. Reader, role: nurse, '
        'day: "2026-11-01", words: []}'
        for wording in wordings(read_manuscript(root))
    ]
    (root / "prompts/approvals.yaml").write_text("\n".join(lines) + "\n")
    directory = root / "prompts/directory.yaml"
    dialled = 'confidence: high\n  last_dialled: "2026-11-01"'
    directory.write_text(directory.read_text().replace("confidence: high", dialled))
    return root


def test_an_approved_and_dialled_book_can_be_released(tmp_path: Path) -> None:
    """With every approval, number and source in order, --release finds nothing."""
    found = check(released(tmp_path / "book"), EXAMPLE_DAY, release=True)
    assert found.problems == ()
    assert found.unreleased == 0


def test_one_changed_word_lapses_exactly_one_approval(tmp_path: Path) -> None:
    """The message names who approved the old words."""
    root = released(tmp_path / "book")
    path = root / "prompts/en/animals.yaml"
    path.write_text(path.read_text().replace("a quiet home", "a calm home"))
    (problem,) = check(root, EXAMPLE_DAY, release=True).problems
    assert problem.rule == "lapsed-approval"
    expected = '"en/animals.cats" has changed since A. Reader approved it on 2026-11-01'
    assert problem.message == expected


def test_an_approval_is_not_called_unknown_while_its_file_can_not_be_read(tmp_path: Path) -> None:
    """The file has its own problem, and nobody removes an approval because of it."""
    root = released(tmp_path / "book")
    path = root / "prompts/en/animals.yaml"
    path.write_text(path.read_text().replace("cats:", "cats: [", 1))
    found = {problem.rule for problem in check(root, EXAMPLE_DAY).problems}
    assert "yaml-syntax" in found
    assert "unknown-approval" not in found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 1) + timedelta(days=90), set()),
        (date(2026, 11, 1) + timedelta(days=91), {"not-dialled"}),
        (date(2028, 10, 31), {"not-dialled"}),
        (date(2028, 11, 1), {"not-dialled", "stale-approval"}),
        (date(2028, 11, 23), {"not-dialled", "stale-approval", "stale-source"}),
    ],
)
def test_numbers_and_sources_grow_old(tmp_path: Path, day: date, expected: set[str]) -> None:
    """A number lasts 90 days after it was dialled, and a source 24 months."""
    found = check(released(tmp_path / "book"), day, release=True)
    assert {problem.rule for problem in found.problems} == expected


def test_a_second_offer_of_a_language_does_not_make_the_first_one_late(tmp_path: Path) -> None:
    """What counts is when a caller first hears their own language, not when they last do."""
    root = tmp_path / "book"
    with broken_book(Example("prompts/en/main.yaml", "", "", 1, 1, twin="fr")) as twin:
        copytree(twin, root)
    for language in ("en", "fr"):
        (root / f"prompts/{language}/main.yaml").write_text(
            (STARTER / "prompts/en/main.yaml")
            .read_text()
            .replace(
                "  label: the main menu #",
                "  say: Here is what this line can tell you about animals. {languages}\n"
                "  label: the main menu #",
            )
        )
    assert "late-language" not in {problem.rule for problem in check(root, EXAMPLE_DAY).problems}


def test_numbers_are_not_checked_against_a_country_that_is_not_known(tmp_path: Path) -> None:
    """A locale without a country is no reason to call every number wrong."""
    root = tmp_path / "book"
    copytree(STARTER, root)
    service = root / "flows/service.yaml"
    service.write_text(service.read_text().replace("en-US", "en"))
    assert "invalid-number" not in {problem.rule for problem in check(root, EXAMPLE_DAY).problems}


def test_an_utterance_asks_for_one_language(tmp_path: Path) -> None:
    """Who copies a folder to begin a language, and its asked_by with it, is told."""
    root = tmp_path / "book"
    with broken_book(Example("prompts/en/animals.yaml", "dogs", "dogs", 1, 1, twin="fr")) as twin:
        copytree(twin, root)
    for language, said in (("en", "[english]"), ("fr", '[English!, français, "?"]')):
        words = root / f"prompts/{language}/service.yaml"
        words.write_text(words.read_text() + f"\nasked_by: {said}\n")
    found = check(root, EXAMPLE_DAY).problems
    heard = [
        problem.message
        for problem in found
        if problem.rule == "misheard-phrase" and problem.file == "prompts/fr/service.yaml"
    ]
    assert heard == [
        '"English!" is asked about: "language:en" or "language:fr"',
        '"?" is not understood: a key, a yes or a no, or fillers only',
    ]


def test_a_language_that_is_offered_after_many_words_is_late(tmp_path: Path) -> None:
    """The words before the offer count, not only whether it is there."""
    root = tmp_path / "book"
    with broken_book(Example("prompts/en/main.yaml", "", "", 1, 1, twin="fr")) as twin:
        copytree(twin, root)
    words = (STARTER / "prompts/en/main.yaml").read_text()
    late = words.replace(
        "shelter. {languages}", "shelter. " + "We like animals. " * 12 + "{languages}"
    )
    for language in ("en", "fr"):
        (root / f"prompts/{language}/main.yaml").write_text(late)
    assert "late-language" in {problem.rule for problem in check(root, EXAMPLE_DAY).problems}
