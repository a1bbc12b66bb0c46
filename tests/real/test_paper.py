"""The script and the cards in a real browser: readable by everybody, and on paper as promised."""

from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from ivr.authoring.manuscript import read_manuscript
from ivr.cli import main
from ivr.settings import shipped_book

pytestmark = pytest.mark.real

LARGE_PRINT = 24
"""CSS pixels: 18 points."""

TEXT_SIZES = """
() => {
  const sizes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.textContent.trim()) {
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      sizes.push([size, node.textContent.trim()]);
    }
  }
  return sizes;
}
"""


def written(*options: str, book: Path | None = None) -> str:
    """What ``ivr script`` writes."""
    result = CliRunner().invoke(main, ["script", str(book or shipped_book()), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(browser: Browser, html: str) -> Page:
    """The page in the browser."""
    page = browser.new_page()
    page.set_content(html)
    return page


def wide_book(folder: Path) -> Path:
    """The shipped book in two more languages, whose labels are longer than English ones are."""
    root = folder / "book"
    for part in ("flows", "prompts"):
        copytree(shipped_book() / part, root / part)
    service = root / "flows/service.yaml"
    more = ""
    for code in ("fr", "pt"):
        copytree(root / "prompts/en", root / "prompts" / code)
        more += f"  {code}: {{locale: {code}, voice: Polly.X, voice_words_per_minute: 165}}\n"
        for path in (root / "prompts" / code).glob("*.yaml"):
            path.write_text(path.read_text().replace("  label: ", "  label: les mots "))
    service.write_text(service.read_text().replace("\nspeech:", f"{more}\nspeech:", 1))
    return root


@pytest.mark.parametrize(
    "options",
    [(), ("--cards",), ("--cards", "--number", "+1 800 555 0100"), ("--changed-since", "approval")],
    ids=" ".join,
)
def test_nobody_is_shut_out(browser: Browser, options: tuple[str, ...]) -> None:
    """Axe finds no violation in what is written of the whole shipped book."""
    found = Axe().run(shown(browser, written(*options)))
    assert found.violations_count == 0, found.generate_report()


def test_nobody_is_shut_out_of_several_languages(browser: Browser, tmp_path: Path) -> None:
    """Axe finds no violation where more languages stand side by side than on the shipped line."""
    found = Axe().run(shown(browser, written(book=wide_book(tmp_path))))
    assert found.violations_count == 0, found.generate_report()


def test_marked_changes_are_readable(browser: Browser, tmp_path: Path) -> None:
    """Axe finds no violation in words that were added and removed, numbers and asides."""
    root = wide_book(tmp_path)
    (root / "prompts/approvals.yaml").write_text(
        "en/main.welcome:\n  hash: '0123456789abcdef'\n  by: A\n  role: nurse\n"
        "  day: '2026-01-02'\n  words: [{what: say, words: 'Careline: words about it.'}]\n"
    )
    html = written("--changed-since", "approval", book=root)
    assert "<ins>" in html
    assert "<del>" in html
    found = Axe().run(shown(browser, html))
    assert found.violations_count == 0, found.generate_report()


def test_a_page_needs_nothing_else(browser: Browser, tmp_path: Path) -> None:
    """Opened from a file, neither the script nor the cards ask for anything more."""
    for number, options in enumerate(((), ("--cards",))):
        path = tmp_path / f"{number}.html"
        path.write_text(written(*options), encoding="utf-8")
        assert requests(browser.new_page(), path.as_uri()) == [path.as_uri()]


def requests(page: Page, address: str) -> list[str]:
    """Every address that is asked for when a page is opened."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return asked


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("wide", [False, True], ids=["shipped", "wide"])
def test_each_card_is_one_page(browser: Browser, tmp_path: Path, paper: str, *, wide: bool) -> None:
    """A clinic prints one sheet a language, on either paper, also where labels are long."""
    root = wide_book(tmp_path) if wide else shipped_book()
    page = shown(browser, written("--cards", book=root))
    pages = PdfReader(BytesIO(page.pdf(format=paper))).pages
    words = [each.service for each in read_manuscript(root).words.values()]
    assert len(pages) == len(words) > 1
    for sheet, own in zip(pages, words, strict=True):
        text = " ".join(sheet.extract_text().split())
        assert own is not None
        assert own.card is not None
        assert own.card.emergency in text
        assert own.card.pace in text
    width, height = float(pages[0].mediabox.width), float(pages[0].mediabox.height)
    assert (width < 600, height < 800) == ((False, True) if paper == "Letter" else (True, False))


@pytest.mark.parametrize("number", [(), ("--number", "+1 800 555 0100")])
def test_a_card_is_in_large_print(browser: Browser, number: tuple[str, ...]) -> None:
    """No text on a card is smaller than 18 points, and nothing is scaled down to fit."""
    page = shown(browser, written("--cards", *number))
    page.emulate_media(media="print")
    sizes = page.evaluate(TEXT_SIZES)
    assert len(sizes) > 40
    assert [text for size, text in sizes if size < LARGE_PRINT] == []


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_every_page_of_the_script_says_which_it_is(browser: Browser, paper: str) -> None:
    """A sheet that falls out of the pile can be put back."""
    page = shown(browser, written())
    pages = PdfReader(BytesIO(page.pdf(format=paper))).pages
    for number, sheet in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in sheet.extract_text()
