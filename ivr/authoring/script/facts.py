"""What a reviewer wants to know of telephone lines and sources, in words."""

from collections.abc import Iterator, Mapping, Sequence

from ivr.authoring.hours import schedule
from ivr.authoring.schema import LineShape, SourceShape


def line_facts(line: LineShape, number_before: str | None) -> Iterator[tuple[str, str]]:
    """What the directory says of a telephone line.

    ``number_before`` is its number in the book that this one is compared with, if it was another.
    """
    yield "Number", line.number
    if number_before is not None:
        yield "Number before", number_before
    if line.tty is not None:
        yield "Text telephone", line.tty
    yield "Hours", _hours(line)
    yield "Last dialled", line.last_dialled or "never"
    yield "Offers", line.offers
    if line.languages:
        yield "Languages there", ", ".join(line.languages)
    yield "Sure", line.confidence


def _hours(line: LineShape) -> str:
    if line.hours is None:
        return "not known"
    answers = schedule(line)
    if answers is not None and answers.is_always_open:
        return "always"
    openings = ", ".join(f"{days} {span}" for days, span in line.hours.open.items())
    return f"{openings} ({line.hours.zone})"


def source_facts(ids: Sequence[str], facts: Mapping[str, SourceShape]) -> Iterator[str]:
    """Title and owner of each source, once."""
    for name in dict.fromkeys(ids):
        source = facts.get(name)
        yield f"{source.title} ({source.owner})" if source else f"{name} (not in sources.yaml)"
