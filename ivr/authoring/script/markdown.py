"""A script as Markdown, for reading where code is reviewed."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.authoring.differences import Mark
from ivr.authoring.script import words
from ivr.authoring.script.document import Cell, Entry, Script, Version
from ivr.authoring.script.tokens import Kind, Run

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&#])")
_AROUND: Final = {Mark.SAME: "{}", Mark.ADDED: "**{}**", Mark.REMOVED: "~~{}~~"}


def script_markdown(script: Script) -> str:
    """The script as Markdown with tables, as GitHub and many editors show it."""
    return "\n".join(_lines(script)) + "\n"


def escaped(text: str) -> str:
    """A text of one line in which Markdown and HTML find nothing of theirs."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lines(script: Script) -> Iterator[str]:
    yield f"# {escaped(words.title(script))}"
    yield from ("", words.ABOUT, "", f"**{words.NOTICE}**", "", words.HOW_TO_APPROVE, "")
    yield from (words.LEGEND, "", f"- Date: {script.day}")
    yield f"- Version of the line: {script.version}"
    if script.since:
        yield from ("", escaped(words.news(script)).replace("underlined", "bold"))
    yield from ("", *_table(list(words.COUNT_COLUMNS)))
    for count in script.counts:
        left = count.texts - count.approved
        told = (str(count.texts), str(count.approved), str(left), words.minutes(count.seconds))
        yield _row([escaped(count.tongue.name), *told])
    if script.sections:
        yield from ("", "## Contents", "")
    for section in script.sections:
        yield f"{section.number}. [{escaped(section.heading.text)}](#{section.anchor})"
    for section in script.sections:
        heading = escaped(section.heading.text)
        yield from ("", f'<a id="{section.anchor}"></a>', "")
        yield f"## {section.number}. {heading}"
        for entry in section.entries:
            yield from _entry(entry, script)


def _entry(entry: Entry, script: Script) -> Iterator[str]:
    yield from ("", f"### {escaped(entry.heading.text)}", "")
    yield from (f"- {name}: {escaped(fact)}" for name, fact in entry.facts)
    codes = [tongue.code for tongue in script.tongues]
    names = [escaped(tongue.name) for tongue in script.tongues]
    yield from ("", *_table([escaped(entry.name.removeprefix("removed.")), *names]))
    for row in entry.rows:
        yield _row([escaped(row.title), *(_cell(row.cells.get(code, ())) for code in codes)])
    yield _row(["For the record", *(_record(entry.versions.get(code)) for code in codes)])
    if entry.sources:
        yield from ("", f"Sources: {'; '.join(map(escaped, entry.sources))}")


def _cell(cell: Cell) -> str:
    return " ".join(map(_run, cell))


def _run(run: Run) -> str:
    text = f"“{run.text}”" if run.kind is Kind.ASIDE else run.text
    note = f" ({escaped(run.note)})" if run.note else ""
    return _AROUND[run.mark].format(f"{escaped(text)}{note}")


def _record(version: Version | None) -> str:
    if version is None:
        return ""
    reading = version.reading and f"reading: {version.reading}"
    seconds = "" if version.seconds is None else words.duration(version.seconds)
    told = (version.news, version.approval, reading, seconds)
    return "<br>".join([escaped(version.signed), *(escaped(each) for each in told if each)])


def _table(names: list[str]) -> list[str]:
    return [_row(names), _row(["---"] * len(names))]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
