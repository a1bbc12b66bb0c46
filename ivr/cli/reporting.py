"""What checking a book found, as text for people, JSON for tools, and annotations for GitHub."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from ivr.authoring.checking import Report
from ivr.authoring.exploration.findings import Exploration
from ivr.authoring.problems import Problem, describe

FORMATS: Final = ("text", "json", "github")


def report(found: Report, form: str, root: Path) -> None:
    """Print a report in one of the FORMATS; what is no problem goes to stderr in the last two.

    Files are named from the book's ``root``; for GitHub, from where the command runs, since a
    repository may hold its book in a folder.
    """
    colour = False if os.environ.get("NO_COLOR") else None
    if form == "json":
        click.echo(json.dumps([_as_json(problem) for problem in found.problems], indent=2))
    elif form == "github":
        for problem in found.problems:
            click.echo(_annotation(problem, root))
    else:
        for problem in found.problems:
            click.echo(coloured(problem, describe(problem, found.texts)), color=colour)
            click.echo(_replay(found, problem))
    for line in summary(found):
        click.echo(line, err=form != "text")


def coloured(problem: Problem, text: str) -> str:
    """A description with its head in bold and its caret in colour; click drops both in a pipe."""
    head, *rest = text.split("\n")
    colour = "red" if problem.severity == "error" else "yellow"
    lines = [click.style(head, bold=True)]
    for line in rest:
        start = line.find("^")
        is_caret = line.strip().startswith("|") and start >= 0 and not line[start:].strip("^~")
        if is_caret:
            line = line[:start] + click.style(line[start:], fg=colour, bold=True)  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def _replay(found: Report, problem: Problem) -> str:
    replay = found.replays.get(problem)
    if replay is None:
        return ""
    gutter = " " * (len(str(problem.line)) + 1)
    lines = [f"{gutter}= call: to be played with `ivr test FILE`"]
    return "\n".join([*lines, *(f"{gutter}    {line}" for line in replay.splitlines()), ""])


def summary(found: Report) -> Iterator[str]:
    """What was found, and what was proven."""
    count = Counter(problem.severity for problem in found.problems)
    errors, warnings = count["error"], count["warning"]
    told = [_counted(errors, "error")] if errors else []
    told += [_counted(warnings, "warning")] if warnings else []
    explored = found.exploration
    if found.book is None or explored is None:
        yield f"{' and '.join(told) or 'stopped'}; calls were not made, since the book can't start"
        return
    languages = ", ".join(found.book.languages)
    yield (
        f"{' and '.join(told) or 'no problems'}: {len(found.book.nodes)} nodes, "
        f"{len(next(iter(explored.topics.values())))} texts, languages: {languages}; "
        f"{explored.speech / 60:.0f} minutes of speech, "
        f"the longest menu {explored.longest_menu:.0f} s"
    )
    if not explored.broken:
        yield (
            f"every call was made ({explored.states:,} states, {explored.transitions:,} "
            "transitions): each is answered and ends, a person is one key away, back leads back"
        )
    every = [topic for topics in explored.topics.values() for topic in topics]
    if every:
        farthest = max(every, key=lambda topic: topic.seconds)
        yield (
            f"the farthest text is {farthest.node}: {_counted(len(farthest.keys), 'key')}, "
            f"{farthest.seconds:.0f} s after the greeting"
        )
    if found.unreleased:
        yield (
            f"not ready for a release: {found.unreleased} texts, numbers or sources to be "
            "approved, dialled or looked at (see --release)"
        )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def topics_table(explored: Exploration) -> str:
    """For each text: keys, seconds and path, the farthest first."""
    lines = []
    for language, topics in explored.topics.items():
        lines.append(f"{language}  seconds  keys   text and path")
        for topic in topics:
            keys = " ".join(topic.keys)
            lines.append(f"    {topic.seconds:7.1f}  {keys:<6} {' → '.join(topic.path)}")
    return "\n".join(lines)


def _as_json(problem: Problem) -> dict[str, object]:
    fields = asdict(problem)
    del fields["length"]
    return fields


def _annotation(problem: Problem, root: Path) -> str:
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    text = escaped(f"{problem.message}\nwhy: {problem.why}\nfix: {problem.fix}")
    here = Path.cwd()
    inside = root.resolve().is_relative_to(here)
    folder = root.resolve().relative_to(here) if inside else Path()
    file = escaped((folder / problem.file).as_posix())
    at = f"file={file},line={problem.line},col={problem.column}"
    return f"::{problem.severity} {at},title={problem.rule}::{text}"
