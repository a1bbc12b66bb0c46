"""A script and cards as HTML: one file each, which needs nothing else."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ivr.authoring.script import words
from ivr.authoring.script.card import Card
from ivr.authoring.script.document import Script


def script_html(script: Script) -> str:
    """The script as a page that prints on A4 and Letter."""
    locales = {tongue.code: tongue.locale for tongue in script.tongues}
    return _render(
        "script.html",
        script=script,
        title=words.title(script),
        about=words.ABOUT,
        notice=words.NOTICE,
        how_to_approve=words.HOW_TO_APPROVE,
        legend=words.LEGEND,
        count_columns=words.COUNT_COLUMNS,
        news=words.news(script),
        locale_of=lambda code: locales.get(code, code),
    )


def cards_html(cards: Sequence[Card], number: str) -> str:
    """The cards, a page each; without a ``number``, with a line to write it on."""
    return _render("card.html", cards=cards, number=number)


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values) + "\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("ivr.authoring.script"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["duration"] = words.duration
    made.filters["minutes"] = words.minutes
    return made
