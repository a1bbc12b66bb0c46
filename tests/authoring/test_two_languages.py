"""What the checker says of a book whose languages don't agree, and of its telephone lines."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY
from ivr.authoring.problems import Problem
from ivr.settings import shipped_book
from tests.manuscripts import quiet_book


def problems(
    root: Path, changes: Mapping[str, tuple[str, str]], rule: str
) -> list[tuple[str, Problem]]:
    """What a rule says of the shipped book with one text of some files changed."""
    quiet_book(root)
    for name, (good, bad) in changes.items():
        text = (root / name).read_text(encoding="utf-8")
        assert good in text
        (root / name).write_text(text.replace(good, bad, 1), encoding="utf-8")
    found = check(root, EXAMPLE_DAY, only={rule}).problems
    return [(problem.file, problem) for problem in found]


@pytest.mark.parametrize(
    ("file", "good", "bad", "said"),
    [
        ("people", "{hours:acs}", "", 'part 1 of "lines_cancer" says nothing of "{hours:acs}"'),
        (
            "people",
            "{number:nci}",
            "{number:csc}",
            'part 2 of "lines_cancer" also tells of "{number:csc}"',
        ),
        ("service", "{number:crisis}", "", 'phrase "last_numbers" says nothing of'),
    ],
)
def test_a_number_that_one_language_leaves_out_is_named(
    tmp_path: Path, file: str, good: str, bad: str, said: str
) -> None:
    """Part by part, and in the line's own phrases: whoever changes the language misses nothing."""
    name = f"prompts/es/{file}.yaml"
    found = problems(tmp_path, {name: (good, bad)}, "uneven-languages")
    assert {where for where, _ in found} == {name}
    assert any(said in problem.message for _, problem in found)


def test_a_part_that_one_language_does_not_have_is_named(tmp_path: Path) -> None:
    """With one part less, a caller who changes the language would skip a part."""
    change = ("    - >-\n      Para hablar con alguien de consejería", "      Para hablar")
    found = problems(tmp_path, {"prompts/es/people.yaml": change}, "uneven-languages")
    (problem,) = [problem for _, problem in found]
    assert problem.message == '"lines_cancer" has 3 parts in "es", and 4 in "en"'


def test_hours_without_words_for_them_are_named(tmp_path: Path) -> None:
    """A text can't tell hours in a language that has no words for them."""
    text = (shipped_book() / "prompts/es/service.yaml").read_text(encoding="utf-8")
    start = text.index("hours: # what")
    block = text[start : text.index("\n\n", start)]
    found = problems(tmp_path, {"prompts/es/service.yaml": (block, "")}, "unknown-hours")
    assert found
    assert {problem.message for _, problem in found} == {
        "prompts/es/service.yaml has no words for hours"
    }


def test_a_wrong_number_for_text_telephones_is_named(tmp_path: Path) -> None:
    """A digit too few in `tty` is as wrong as in `number`."""
    change = ("1-877-486-2048", "1-877-486-204")
    found = problems(tmp_path, {"prompts/directory.yaml": change}, "invalid-number")
    (problem,) = [problem for _, problem in found]
    assert '"1-877-486-204"' in problem.message


def test_the_hours_that_are_told_count_for_how_long_a_part_takes(tmp_path: Path) -> None:
    """A part with long words for hours is longer than 45 seconds, and said to be."""
    words = "Contestan de día y de noche, " * 12
    change = ("  always: Contestan de día y de noche.", f"  always: {words}siempre.")
    found = problems(tmp_path, {"prompts/es/service.yaml": change}, "slow-part")
    assert any(where == "prompts/es/people.yaml" for where, _ in found)
