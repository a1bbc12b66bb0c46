"""The script of a line: every text of a book in the order in which it is reviewed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from babel import Locale

from ivr.authoring.examined import Examined
from ivr.authoring.script.document import Count, Entry, Heading, Script, Section, Tongue
from ivr.authoring.script.entries import LINES, Entries
from ivr.authoring.script.past import Past
from ivr.authoring.script.places import groups
from ivr.authoring.script.versions import UNCHANGED, Versions

SERVICE: Final = "service."

OWN: Final = {
    "service.templates": (
        "How choices, keys and hours are spoken",
        "in every menu; marks in braces are filled in by the line",
    ),
    "lexicon.words": ("How hard words are said", "wherever callers would hear the word"),
    "service.card": ("The printed card", "on paper only: ivr script --cards prints it"),
}
"""Headings of the line's own words that are no phrases, and when they are said."""


def compose(
    examined: Examined, day: date, languages: Sequence[str], past: Past | None = None
) -> Script:
    """The script in these languages, as it stands on a day; with a ``past``, what changed.

    Raises LookupError if the book of ``examined`` was not made.
    """
    made = {code: Versions(examined, code, past, day) for code in languages}
    entries = Entries(examined, made, past)
    sections = list(_sections(examined, entries))
    counts = tuple(_count(examined, code, sections) for code in languages)
    if past is not None:
        sections = [(name, list(filter(_is_news, found))) for name, found in sections]
    kept = [(name, found) for name, found in sections if found]
    every = (what for _, found in kept for entry in found for what in entry.news)
    return Script(
        service=examined.book.service.name,
        version=examined.book.version,
        day=day,
        counts=counts,
        sections=tuple(
            Section(number, name, tuple(found)) for number, (name, found) in enumerate(kept, 1)
        ),
        since=past.when if past else "",
        news=Counter(what for what in every if what and what != UNCHANGED),
        dropped=tuple(_dropped(examined, past)) if past else (),
    )


def _sections(examined: Examined, entries: Entries) -> Iterator[tuple[Heading, list[Entry]]]:
    for group in groups(examined.book):
        found = map(entries.node, group.places)
        heading = entries.heading(group.topic) if group.topic else Heading(group.name)
        yield heading, [entry for entry in found if entry is not None]
    own = [name for name in entries.texts if name.startswith(SERVICE)]
    yield (
        Heading("The line's own phrases"),
        [entries.phrase(name) for name in own if name not in OWN],
    )
    for name, (title, said) in OWN.items():
        if name in entries.texts:
            yield Heading(title), [entries.entry(name, Heading(title), (("Used", said),))]
    lines = [name for name in entries.texts if name.startswith(LINES)]
    yield Heading("Telephone lines that are named"), [entries.line(name) for name in lines]
    rest = [entries.entry(name, Heading(name), ()) for name in list(entries.texts)]
    yield Heading("Words that nothing says"), rest
    yield Heading("Removed"), list(entries.removed())


def _dropped(examined: Examined, past: Past) -> Iterator[str]:
    """The names of the languages that the book spoke in the past, and speaks no more."""
    before = {name.partition("/")[0] for name in past.heard}
    return map(_name_of, sorted(before - examined.manuscript.words.keys()))


def _name_of(code: str) -> str:
    name: str = Locale("en").languages.get(code, code)
    return name


def _is_news(entry: Entry) -> bool:
    return any(what != UNCHANGED for what in entry.news)


def _count(
    examined: Examined, code: str, sections: Sequence[tuple[Heading, Sequence[Entry]]]
) -> Count:
    versions = [
        version
        for _, entries in sections
        for entry in entries
        for language, version in entry.versions.items()
        if language == code and version.approval
    ]
    return Count(
        tongue=_tongue(examined, code),
        texts=len(versions),
        approved=sum(version.is_approved for version in versions),
        seconds=sum(version.seconds or 0.0 for version in versions),
    )


def _tongue(examined: Examined, code: str) -> Tongue:
    return Tongue(code, _name_of(code), examined.book.languages[code].locale)
