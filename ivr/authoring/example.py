"""The starter book, and the examples of rules as changes to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Final

from ivr.authoring.checking import Report, check
from ivr.authoring.rule import Example, Group, Rule

STARTER: Final = Path(__file__).parent / "starter"
"""A small, complete book of another subject, which ``ivr new`` copies."""

EXAMPLE_DAY: Final = date(2026, 11, 23)
"""The day on which examples happen, so that they read the same every day."""


@contextmanager
def broken_book(example: Example) -> Iterator[Path]:
    """The starter book with the mistake of an example, in a folder that goes afterwards."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        copytree(STARTER, root)
        if example.twin:
            _speak_also(root, example.twin)
        for file, good, bad in ((example.file, example.good, example.bad), *example.also):
            _change(root / file, good, bad)
        yield root


def _speak_also(root: Path, code: str) -> None:
    copytree(root / "prompts/en", root / "prompts" / code)
    block = f"  {code}: {{locale: {code}, voice: Polly.Joanna, voice_words_per_minute: 165}}\n"
    _change(root / "flows/service.yaml", "\nkeys:", f"{block}\nkeys:")


def _change(path: Path, good: str, bad: str | bytes | None) -> None:
    if bad is None:
        path.unlink()
    elif isinstance(bad, bytes):
        path.write_bytes(bad)
    elif not good:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(bad, encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        if good not in text:
            raise LookupError(good)
        path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def shown(rule: Rule, example: Example) -> Report:
    """What the checker says of a rule's example, and nothing else."""
    with broken_book(example) as root:
        return check(root, EXAMPLE_DAY, release=rule.group is Group.RELEASE, only={rule.name})
