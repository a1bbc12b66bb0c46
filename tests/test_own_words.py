"""Every sentence of the project is its own: no five words in a row are those of the article."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.wordings import wordings
from ivr.settings import shipped_book

ROOT = Path(__file__).parent.parent
HASHES = set((ROOT / "tests/data/article-five-word-hashes.txt").read_text().split())
"""The first twelve hexadecimal digits of the SHA-256 of each five-word run of the article that
this line began with, so that it can be compared with without being here."""


def runs(text: str) -> Iterator[str]:
    """Every five words in a row: small letters, digits and apostrophes, with single spaces."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    for start in range(len(words) - 4):
        yield " ".join(words[start : start + 5])


def shared(text: str) -> list[str]:
    """The runs of a text that the article has too."""
    return [run for run in runs(text) if hashlib.sha256(run.encode()).hexdigest()[:12] in HASHES]


def test_the_hashes_are_of_the_form_that_is_compared() -> None:
    """A file in another form would let everything pass."""
    assert len(HASHES) > 400
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in HASHES)


def test_no_text_that_callers_hear_shares_five_words_with_the_article() -> None:
    """In either language, each text read as a whole, over its parts."""
    found = {
        wording.id: common
        for wording in wordings(read_manuscript(shipped_book()))
        if (common := shared(" ".join(words for _, words in wording.heard)))
    }
    assert found == {}


def test_no_page_of_the_documentation_shares_five_words_with_the_article() -> None:
    """The facts are told in words of our own there too."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = {page.name: common for page in pages if (common := shared(page.read_text()))}
    assert found == {}
