import re
from pathlib import Path

import pytest

from ivr.authoring import Problem, describe
from ivr.phone.callfile import NOT_HEARD, CallFileError, load


def problems(tmp_path: Path, text: str | bytes) -> tuple[Problem, ...]:
    """The problems of a call file with this text."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CallFileError) as raised:
        load(path, "a.yaml")
    for problem in raised.value.problems:
        assert describe(problem, raised.value.texts).startswith("a.yaml:")
    return raised.value.problems


def steps(*lines: str) -> str:
    """A call file with these steps."""
    return "call: a call\nsteps:\n" + "".join(f"  - {line}\n" for line in lines)


def test_a_call_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every kind of step has its line and its value; keys stay the text they were."""
    path = tmp_path / "b.yaml"
    path.write_text(
        "call: a call\nfrom: anonymous\nenvironment: {IVR_X: '1'}\n"
        "steps:\n"
        "  - hears: [a, b]\n  - does_not_hear: c\n  - within: 2.5\n  - press: 08\n"
        '  - press: 0\n  - press: "#*"\n  - says: hello\n  - silence: true\n  - silence: 3\n'
        "  - dials: '+15555550100'\n  - dial_outcome: no-answer\n  - ends: false\n"
        "  - hangs_up: true\n"
    )
    script = load(path)
    assert (script.title, script.caller, script.file) == ("a call", "anonymous", str(path))
    assert script.environment == {"IVR_X": "1"}
    values = [(step.line, step.kind, getattr(step.shape, step.kind)) for step in script.steps]
    assert values == [
        (5, "hears", ["a", "b"]),
        (6, "does_not_hear", ["c"]),
        (7, "within", 2.5),
        (8, "press", "08"),
        (9, "press", "0"),
        (10, "press", "#*"),
        (11, "says", "hello"),
        (12, "silence", 1),
        (13, "silence", 3),
        (14, "dials", "+15555550100"),
        (15, "dial_outcome", "no-answer"),
        (16, "ends", False),
        (17, "hangs_up", "true"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "fix"),
    [
        ("", 1, 1, "empty-file", "write something"),
        (b"call: caf\xe9\n", 1, 10, "not-utf8", "as UTF-8"),
        ("call: [a\n", 2, 1, "yaml-syntax", "check the indentation"),
        ("call: a\ncall: b\nsteps: []\n", 2, 1, "duplicate-key", "rename or remove"),
        ("call: a\n", 1, 1, "missing-key", 'add "steps:"'),
        ("call: a\nsteps: []\n", 2, 1, "wrong-value", "see what is allowed"),
        ("steps:\n  - press: 1\n", 1, 1, "missing-key", 'add "call:"'),
        ("call:\nsteps:\n  - press: 1\n", 1, 1, "wrong-value", "write a text"),
        ("call: a\nfrom:\nsteps:\n  - press: 1\n", 2, 1, "wrong-value", "or remove the key"),
        ("call: a\nform: x\nsteps:\n  - press: 1\n", 2, 1, "unknown-key", 'did you mean "from"?'),
        ("call: a\ncaller: x\nsteps:\n  - press: 1\n", 2, 1, "unknown-key", '"from"'),
        (steps("pres: 1"), 3, 5, "unknown-key", 'did you mean "press"?'),
        (steps("press: #"), 3, 5, "wrong-value", 'put the key in quotes: press: "#"'),
        (steps("press: # pound"), 3, 5, "wrong-value", 'press: "#"'),
        (steps("press:"), 3, 5, "wrong-value", "write what it should be, or remove the key"),
        (steps("press: 1a"), 3, 12, "wrong-value", "write keys of a telephone"),
        (steps("hears:"), 3, 5, "wrong-value", "write what it should be, or remove the key"),
        (steps("hears: ['']"), 3, 13, "wrong-value", "write at least one word"),
        (steps("silence: 51"), 3, 14, "wrong-value", "see what is allowed"),
        (steps("silence: often"), 3, 14, "wrong-value", "write a whole number"),
        (steps("within: 0"), 3, 13, "wrong-value", "see what is allowed"),
        (steps("within: nan"), 3, 13, "wrong-value", "see what is allowed"),
        (steps("ends: yes"), 3, 11, "wrong-value", "write true or false"),
        (steps("hangs_up: false"), 3, 15, "wrong-value", "see what is allowed"),
        (steps("dial_outcome: gone"), 3, 19, "wrong-value", "see what is allowed"),
        (steps("press"), 3, 5, "wrong-value", "write keys and values"),
        (steps("{press: 1, says: hi}"), 3, 5, "one-act", "a dash of its own"),
        (steps("{}"), 3, 5, "one-act", "write what is heard or done"),
        (steps("ends: true", "press: 1"), 4, 5, "after-the-end", "`ends: true` above it"),
        (steps("hangs_up: true", "silence: 1"), 4, 5, "after-the-end", "remove it"),
    ],
)
def test_a_mistake_is_shown_where_it_is(  # noqa: PLR0913, PLR0917 - a problem has this many parts
    tmp_path: Path, text: str | bytes, line: int, column: int, rule: str, fix: str
) -> None:
    """Each mistake is one problem with its line, column and rule, and a fix that helps."""
    (problem,) = problems(tmp_path, text)
    assert (problem.line, problem.column, problem.rule) == (line, column, rule)
    assert fix in problem.fix
    assert problem.why == NOT_HEARD


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    """One reading names everything that is wrong, in the order of the file."""
    found = problems(tmp_path, steps("pres: 1", "silence: 99", "press: x"))
    assert [problem.line for problem in found] == [3, 4, 5]


def test_a_key_that_python_names_otherwise_is_never_suggested(tmp_path: Path) -> None:
    """Somebody who writes an unknown key is told "from", and not the field behind it."""
    (problem,) = problems(tmp_path, "call: a\nfrm: x\nsteps:\n  - press: 1\n")
    assert re.findall(r'"(\w+)"', problem.fix) == [
        "from",
        "from",
        "call",
        "at",
        "environment",
        "steps",
    ]


def test_what_follows_the_end_may_still_be_listened_to(tmp_path: Path) -> None:
    """After the end a call file may say what was heard, but not act."""
    path = tmp_path / "c.yaml"
    path.write_text(steps("hangs_up: true", "does_not_hear: x", "ends: true"))
    assert len(load(path).steps) == 3


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    """A missing file is reported like any other mistake, and not as a traceback."""
    with pytest.raises(CallFileError, match="the call has 1 problem") as raised:
        load(tmp_path / "none.yaml", "none.yaml")
    assert raised.value.problems[0].rule == "unreadable-file"
