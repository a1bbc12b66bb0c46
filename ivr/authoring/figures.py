"""How hard the texts of a book are to follow, as figures: one value a text, then its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ivr.authoring.examined import Examined
from ivr.authoring.readability import SCALES, Scale, reading, without_names
from ivr.authoring.texts import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a part or a warning on its language's scale."""

    language: str
    node: str
    what: str
    value: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The values of one language.

    ``within_target`` is the share of texts on the easy side of the scale's target, from 0 to 1.
    """

    language: str
    scale: Scale
    texts: int
    middle: float
    within_target: float
    hardest: Reading


def readings(book: Examined) -> Iterator[Reading]:
    """Every part and warning that is long enough to be measured."""
    for text in book.speakable:
        if text.kind not in (Kind.PART, Kind.WARNING):
            continue
        value = reading(without_names(text.text), text.language)
        if value is not None:
            place = text.route[-1]
            what = f"part {place + 1}" if isinstance(place, int) else text.kind.value
            yield Reading(text.language, text.node, what, value)


def figures(book: Examined) -> Iterator[Figures]:
    """The figures of each language that has a scale and texts to measure."""
    every = list(readings(book))
    for language in book.service.languages:
        scale, own = SCALES.get(language), [each for each in every if each.language == language]
        if scale is None or not own:
            continue
        yield Figures(
            language=language,
            scale=scale,
            texts=len(own),
            middle=median(each.value for each in own),
            within_target=sum(not scale.misses(each.value, scale.target) for each in own)
            / len(own),
            hardest=sorted(own, key=lambda each: each.value, reverse=not scale.rising)[0],
        )
