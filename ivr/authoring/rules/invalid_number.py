"""invalid-number: a telephone number can't be dialled."""

from collections.abc import Iterator

import phonenumbers
from phonenumbers import shortnumberinfo

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Ask the numbering plan of the country about each number of the directory."""
    country = next(iter(book.service.languages.values())).locale.rpartition("-")[2]
    if country not in phonenumbers.SUPPORTED_REGIONS:
        return
    source = book.manuscript.sources["prompts/directory.yaml"]
    for name, line in (book.manuscript.directory or {}).items():
        for field, number in (("number", line.number), ("tty", line.tty)):
            if number is not None and not _can_be_dialled(number, country):
                message = f'"{number}" is no telephone number of {country}'
                yield rule.problem(source, (name, field), message)


def _can_be_dialled(number: str, country: str) -> bool:
    digits = number.replace("-", "")
    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) or shortnumberinfo.is_valid_short_number_for_region(
        parsed, country
    )


RULE = Rule(
    name="invalid-number",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Every number of prompts/directory.yaml is one that the numbering plan has: a digit too "
        "few or too many is found before a caller dials it. The country is that of the first "
        "language's `locale`; without one, nothing is checked."
    ),
    why="a caller would dial a number that does not exist",
    fix="compare it with its source, digit by digit",
    check=check,
    example=Example("prompts/directory.yaml", '"1-800-555-0101"', '"1-800-555-010"', 10, 11),
)
