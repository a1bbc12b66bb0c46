"""Hundreds of small mistakes in the shipped book, and whether an editor is told of each."""

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from ivr.authoring.checking import check, found_by
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Stage
from ivr.authoring.rules import RULES
from tests.manuscripts import quiet_book

DAY: Final = date(2026, 11, 23)
NEAR: Final = 2
"""Lines between the change and the message, at most."""

AT_LEAST, SHARE = 200, 0.99
SAMPLE: Final = 6
"""Mutations of each kind, chosen by a fixed seed."""


@dataclass(frozen=True)
class Mutation:
    """One change of one file: what it becomes, and the places at which it may be reported."""

    kind: str
    file: str
    line: int
    text: str | bytes | None
    places: tuple[tuple[str, int], ...] = ()


Lines = list[str]


def files(root: Path, pattern: str) -> Iterator[tuple[str, Lines]]:
    """The files of the book that match, as lines."""
    for path in sorted(root.glob(pattern)):
        yield path.relative_to(root).as_posix(), path.read_text().splitlines()


def swapped(kind: str, file: str, lines: Lines, number: int, new: str) -> Mutation:
    """One line replaced; several, or none, if ``new`` holds several or is empty."""
    changed = [*lines[:number], *([new] if new else []), *lines[number + 1 :]]
    return Mutation(kind, file, number + 1, "\n".join(changed) + "\n", ((file, number + 1),))


def each_line(
    kind: str, pattern: str, wanted: str, change: Callable[[re.Match[str]], str]
) -> Callable[[Path], Iterator[Mutation]]:
    """A kind of mutation: in files that match, each line with something in it is changed."""

    def mutations(root: Path) -> Iterator[Mutation]:
        for file, lines in files(root, pattern):
            if file.endswith(("service.yaml", "lines.yaml", "lexicon.yaml")) and "*" in pattern:
                continue
            for number, line in enumerate(lines):
                found = re.search(wanted, line)
                if found and not line.lstrip().startswith("#"):
                    new = line[: found.start()] + change(found) + line[found.end() :]
                    yield swapped(kind, file, lines, number, new)

    return mutations


def entry_at(lines: Lines, number: int) -> int:
    """Where the entry ends that begins at a line: the next line that is indented as much."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    for following in range(number + 1, len(lines)):
        text = lines[following]
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            return following
    return len(lines)


def dropped(kind: str, pattern: str, wanted: str) -> Callable[[Path], Iterator[Mutation]]:
    """A kind of mutation: an entry is taken out, with everything under it."""

    def mutations(root: Path) -> Iterator[Mutation]:
        for file, lines in files(root, pattern):
            for number, line in enumerate(lines):
                if re.fullmatch(wanted, line):
                    name = line.strip().rstrip(":")
                    kept = [*lines[:number], *lines[entry_at(lines, number) :]]
                    text = "\n".join(kept) + "\n"
                    also = tuple(named(root, file, kept, name))
                    if not also and "/en/" not in file:
                        continue  # nothing names it, so that nothing is missing
                    places = ((file, number + 1), *also)
                    yield Mutation(kind, file, number + 1, text, places)

    return mutations


def named(root: Path, changed: str, kept: Lines, name: str) -> Iterator[tuple[str, int]]:
    """Every line that still names what is gone: there an editor has to look as well."""
    for file, lines in [*files(root, "flows/*.yaml"), *files(root, "prompts/**/*.yaml")]:
        for number, line in enumerate(kept if file == changed else lines):
            if re.search(rf"\b{name}\b", line):
                yield file, number + 1


def whole_files(root: Path) -> Iterator[Mutation]:
    """Each file emptied, cut in the middle of a word, saved in an old encoding, or gone."""
    for pattern in ("flows/*.yaml", "prompts/*.yaml", "prompts/en/*.yaml"):
        for file, lines in files(root, pattern):
            if file.endswith("lexicon.yaml"):
                continue
            text = "\n".join(lines) + "\n"
            yield Mutation("emptied", file, 1, "# nothing\n", ((file, 1),))
            yield Mutation("old encoding", file, 1, b"# caf\xe9\n" + text.encode(), ((file, 1),))
            if not file.startswith("flows/") or file.endswith("service.yaml"):
                places = ((file, 1), (file.replace("prompts/en", "flows"), 2))
                yield Mutation("gone", file, 1, None, places)


def doubled(root: Path) -> Iterator[Mutation]:
    """A key of a flow or of a prompt written a second time below itself."""
    for pattern in ("flows/*.yaml", "prompts/en/*.yaml"):
        for file, lines in files(root, pattern):
            for number, line in enumerate(lines):
                if re.fullmatch(r" *[a-z_0-9]+: *\S.*", line) and "{" not in line:
                    new = f"{line}\n{line}"
                    yield swapped("doubled key", file, lines, number, new)


def options_gone(root: Path) -> Iterator[Mutation]:
    """A menu that no longer offers a node which nothing else offers."""
    everything = [line for _, lines in files(root, "flows/*.yaml") for line in lines]
    for file, lines in files(root, "flows/*.yaml"):
        for number, line in enumerate(lines):
            for found in re.finditer(r"\d: ([a-z_]+), ", line if " menu: {" in line else ""):
                name = found[1]
                if sum(bool(re.search(rf"\b{name}\b", other)) for other in everything) == 2:
                    new = line.replace(found[0], "")
                    orphan = (file, lines.index(f"  {name}:") + 1)
                    yield Mutation(
                        "option gone",
                        file,
                        number + 1,
                        "\n".join([*lines[:number], new, *lines[number + 1 :]]) + "\n",
                        ((file, number + 1), orphan),
                    )


KINDS: Final = (
    each_line("target renamed", "flows/*.yaml", r"(?<=: )[a-z_.]+(?=[,}])", lambda m: m[0] + "x"),
    each_line("universal key", "flows/*.yaml", r"(?<=\{)1(?=: )", lambda _: "0"),
    each_line("key that is none", "flows/*.yaml", r"(?<=\{)1(?=: )", lambda _: "11"),
    each_line(
        "kind misspelt", "flows/*.yaml", r"\b(?:read|menu|say)(?=: \{)", lambda m: m[0][::-1]
    ),
    each_line("option twice", "flows/*.yaml", r"(?<=, )2(?=: )", lambda _: "1"),
    each_line("bracket open", "flows/*.yaml", r"\}$", lambda _: ""),
    each_line("tab", "flows/*.yaml", r"^  ", lambda _: "\t"),
    each_line(
        "endless branch", "flows/main.yaml", r"(?<=otherwise: )person_lines", lambda _: "person"
    ),
    each_line("start renamed", "flows/*.yaml", r"(?<=^start: )\w+", lambda m: m[0][1:]),
    each_line(
        "warning forgotten", "flows/*.yaml", r"ask_first: true", lambda _: "ask_first: false"
    ),
    each_line("warning misspelt", "flows/*.yaml", r"ask_first", lambda _: "askfirst"),
    each_line(
        "mark misspelt", "prompts/en/*.yaml", r"\{(name|number|key):", lambda m: m[0][:-2] + ":"
    ),
    each_line("line misspelt", "prompts/en/*.yaml", r"(?<=number:)\w+", lambda m: m[0] + "x"),
    each_line(
        "source misspelt", "prompts/en/*.yaml", r"(?<=sources: \[)[\w-]+", lambda m: m[0] + "x"
    ),
    each_line("label emptied", "prompts/en/*.yaml", r"(?<=^  label: ).*", lambda _: '""'),
    each_line("text emptied", "prompts/en/*.yaml", r"(?<=^  say: ).*", lambda _: '""'),
    each_line("brace open", "prompts/en/*.yaml", r"(?<=\{pause)\}", lambda _: ""),
    each_line(
        "dose", "prompts/en/*.yaml", r"^      [A-Z]\w+", lambda m: "      Take 20 mg a day. " + m[0]
    ),
    each_line(
        "advice",
        "prompts/en/*.yaml",
        r"^      [A-Z]\w+",
        lambda m: "      You should stop. " + m[0],
    ),
    each_line(
        "control character", "prompts/en/*.yaml", r"(?<=label: ).*", lambda m: f'"{m[0]}\\x07"'
    ),
    each_line(
        "key of words misspelt",
        "prompts/en/*.yaml",
        r"^  (label|say|sources)",
        lambda m: m[0] + "s",
    ),
    each_line(
        "command misspelt", "flows/service.yaml", r"^  (person|back|repeat)", lambda m: m[0] + "s"
    ),
    each_line("key taken twice", "flows/service.yaml", r'(?<=: )"[*#9]"', lambda _: '"0"'),
    each_line("key unquoted", "flows/service.yaml", r'(?<=next: )"#"', lambda _: "#"),
    each_line("number as a word", "flows/service.yaml", r"(?<=: )\d+(?= )", lambda _: "many"),
    each_line("node of the line", "flows/service.yaml", r"(?<=: main\.)\w+", lambda m: m[0] + "x"),
    each_line(
        "template", "prompts/en/service.yaml", r"\{(label|key|back|repeat)\}", lambda _: "it"
    ),
    each_line(
        "phrase misspelt", "prompts/en/service.yaml", r"^  \w+_\w+(?=:)", lambda m: m[0] + "x"
    ),
    each_line("number", "prompts/directory.yaml", r'(?<=number: ").*(?=")', lambda _: "1 800 CALL"),
    each_line("day", "prompts/sources.yaml", r"(?<=looked_at: )\S+", lambda _: "2026-02-30"),
    each_line("line renamed", "prompts/directory.yaml", r"^[a-z]+(?=:$)", lambda m: m[0] + "x"),
    dropped("node dropped", "flows/[a-r]*.yaml", r"  (?!menu|main_menu|welcome|goodbye)\w+:"),
    dropped("words dropped", "prompts/en/[a-r]*.yaml", r"(?!menu)\w+:"),
    dropped("text dropped", "prompts/en/[a-r]*.yaml", r"  say:"),
    dropped("line dropped", "prompts/directory.yaml", r"\w+:"),
    dropped("source dropped", "prompts/sources.yaml", r"[\w-]+:"),
    doubled,
    options_gone,
    whole_files,
)


def chosen(root: Path) -> list[Mutation]:
    """A fixed sample of every kind."""
    picked = []
    for kind in KINDS:
        every = list(kind(root))
        picked += random.Random(3).sample(every, min(SAMPLE, len(every)))  # noqa: S311 - no secret
    return picked


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped book's files, with few phrases."""
    return quiet_book(tmp_path_factory.mktemp("book"))


def early(root: Path) -> tuple[Problem, ...]:
    """What the rules say that need no calls to be made."""
    examined = Examined(read_manuscript(root), DAY)
    stages = [Stage.READ, *([Stage.SHAPED] if examined.manuscript.service else [])]
    return tuple(found_by((r for r in RULES.values() if r.stage in stages), examined))


def is_near(problems: tuple[Problem, ...], mutation: Mutation) -> bool:
    """Whether one of the problems stands where the mutation was made."""
    return any(
        problem.file == file and abs(problem.line - line) <= NEAR
        for problem in problems
        for file, line in mutation.places
    )


def missed(root: Path, mutation: Mutation) -> str:
    """Nothing if the mutation is reported near its place; otherwise what was said instead."""
    path = root / mutation.file
    before = path.read_bytes()
    try:
        if mutation.text is None:
            path.unlink()
        elif isinstance(mutation.text, bytes):
            path.write_bytes(mutation.text)
        else:
            path.write_text(mutation.text)
        # The check tells all of these; only for what they don't see need calls be made as well.
        problems = early(root)
        if not is_near(problems, mutation):
            problems = check(root, DAY).problems
    finally:
        path.write_bytes(before)
    if is_near(problems, mutation):
        return ""
    told = [f"{p.file}:{p.line} {p.rule}" for p in problems[:3]]
    return f"{mutation.kind} at {mutation.file}:{mutation.line}, told: {told or 'nothing'}"


@pytest.fixture
def untraced() -> Iterator[None]:
    """Time without the measuring of coverage, which other tests do, and which takes three times.

    A worker of xdist may measure twice over, so it is the thread's tracer that is put aside.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("half", [0, 1])
def test_nearly_every_mistake_is_reported_where_it_was_made(root: Path, half: int) -> None:
    """Of each half of the mutations at least 99 of 100 give a message within two lines."""
    mutations = chosen(root)
    assert len(mutations) >= AT_LEAST
    tried = mutations[half::2]
    failures = [failure for mutation in tried if (failure := missed(root, mutation))]
    assert len(failures) <= (1 - SHARE) * len(tried), failures


def test_the_sample_holds_every_kind(root: Path) -> None:
    """No kind of mutation has silently come to match nothing."""
    for kind in KINDS:
        assert next(iter(kind(root)), None) is not None
