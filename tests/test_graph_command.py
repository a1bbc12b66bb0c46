"""``ivr graph``: drawings that show every node and every way, whatever a label holds."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.authoring.drawing import Box, Page, dot, mermaid, pages
from ivr.authoring.example import STARTER
from ivr.cli import graph as command
from ivr.cli import main
from ivr.cli.graph import _program, drawn
from ivr.dialogue import Book
from ivr.dialogue.nodes import targets
from ivr.settings import shipped_book
from tests.manuscripts import toy_book, toy_files, write

SVG = "{http://www.w3.org/2000/svg}"


def draw(folder: Path, *options: str) -> str:
    """What the command says when it draws the shipped book into a folder."""
    arguments = ["graph", str(shipped_book()), "--output", str(folder), *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_every_node_and_every_way_is_drawn(book: Book) -> None:
    """Each node stands on its flow's page, and each thing it leads to has an arrow and a box."""
    made = pages(book, {})
    for node in book.nodes.values():
        page = made[node.id.partition(".")[0]]
        assert node.id in page.boxes
        arrows = {target for origin, target, _ in page.arrows if origin == node.id}
        assert arrows == set(targets(node)) - ({book.service.main_menu} - arrows)
        assert arrows <= set(page.boxes)


def test_each_flow_is_a_page_of_svg_that_can_be_read_in_print(tmp_path: Path, book: Book) -> None:
    """A title, letters of eleven points and more, and no page wider than two of A4."""
    said = draw(tmp_path)
    flows = {name.partition(".")[0] for name in book.nodes}
    assert {path.stem for path in tmp_path.glob("*.svg")} == {*flows, "line"}
    assert said.count("wrote") == len(flows) + 1
    for path in tmp_path.glob("*.svg"):
        root = ET.fromstring(path.read_text())
        title = root.find(f"{SVG}g/{SVG}title")
        assert title is not None
        assert title.text
        assert float(root.attrib["width"].removesuffix("pt")) < 2 * 595
        sizes = {float(text.attrib["font-size"]) for text in root.iter(f"{SVG}text")}
        assert min(sizes) >= 11
    text = (tmp_path / "hospice.svg").read_text()
    for words in ("hospice_what", "“what it is”", "asks first", "0 person"):
        assert words in text


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    """So a drawing in a repository changes only when the line does."""
    for folder in ("a", "b"):
        draw(tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_mermaid_needs_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, text is written, and SVG says how to get it."""
    monkeypatch.setattr(command, "which", lambda *_, **__: None)
    draw(tmp_path, "--format", "mermaid")
    assert (tmp_path / "people.mmd").read_text().startswith("---\ntitle: Flow people\n---\n")
    result = CliRunner().invoke(main, ["graph", "--output", str(tmp_path)])
    assert result.exit_code == 2
    assert "careline[graph]" in result.output


LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@settings(max_examples=25, deadline=None)
@given(label=LABELS)
@example(label='a "b" &amp; \\n {c|d} <e> end')
def test_any_label_can_be_drawn(label: str) -> None:
    """Quotes, braces, brackets, backslashes and the rest come out as they are."""
    page = Page(
        "t", {"a": Box("menu", (label,)), "b": Box("read", ("b",))}, (("a", "b", "1"),), "f"
    )
    root = ET.fromstring(drawn(dot(page), _program()))
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    folded = "".join(label.split())
    assert not folded or any("".join(text.split()) == folded for text in texts)
    (box,) = [line for line in mermaid(page).splitlines() if line.startswith("  n0[")]
    inside = box.removeprefix('  n0["').removesuffix('"]')
    assert not set(inside) & set('"<>{}[]()|`\\')
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), inside) == label


def test_a_book_with_problems_is_not_drawn(tmp_path: Path) -> None:
    """The problems are told as the check tells them."""
    result = CliRunner().invoke(main, ["graph", str(tmp_path)])
    assert result.exit_code == 1
    assert "[unreadable-file]" in result.output


def test_a_language_that_is_not_spoken_is_misuse() -> None:
    """The languages that there are, are named."""
    result = CliRunner().invoke(main, ["graph", str(STARTER), "--language", "fr"])
    assert result.exit_code == 2
    assert "speaks en" in result.output


def test_one_page_can_go_to_standard_output(tmp_path: Path) -> None:
    """It is the same as in its file, and no file is written."""
    draw(tmp_path)
    for options, name in ((("--flow", "care"), "care"), (("--overview",), "line")):
        arguments = ["graph", str(shipped_book()), "--output", "-", *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        assert result.stdout_bytes == (tmp_path / f"{name}.svg").read_bytes()


@pytest.mark.parametrize(
    ("options", "name"), [(["--flow", "care"], "care"), (["--overview"], "line")]
)
def test_one_page_is_one_file(tmp_path: Path, options: list[str], name: str) -> None:
    """Nothing but the page that was asked for is written."""
    draw(tmp_path, "--format", "mermaid", *options)
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.mmd"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--flow", "cares"], "the flows are"),
        (["--flow", "line"], "the flows are"),
        (["--output", "-"], "--flow NAME or --overview"),
        (["--flow", "care", "--overview"], "ask for one of them"),
    ],
)
def test_misuse_is_told_and_ends_with_two(tmp_path: Path, options: list[str], words: str) -> None:
    """The message names the flows, or the option that is missing."""
    arguments = ["graph", "--format", "mermaid", "--output", str(tmp_path / "made"), *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "made").exists()


def test_a_flow_called_line_has_its_own_page(tmp_path: Path) -> None:
    """The overview steps aside, so that neither page takes the other's place."""
    files = {"flows/line.yaml": "flow: line\nstart: a\nnodes:\n  a:\n    read: {}\n"}
    files["flows/main.yaml"] = toy_files()["flows/main.yaml"].replace(
        "3: soft}", "3: soft, 4: line.a}"
    )
    for language in ("en", "eo"):
        files[f"prompts/{language}/line.yaml"] = "a: {label: a text, say: Some words.}\n"
    made = pages(toy_book(tmp_path, None, **files), {})
    assert {name: page.title for name, page in made.items()} == {
        "line-overview": "The line toy",
        "line": "Flow line",
        "main": "Flow main",
    }


def test_the_way_to_the_main_menu_after_a_text_is_named(tmp_path: Path) -> None:
    """It isn't drawn from each text, so each page says which key it has."""
    for page in pages(toy_book(tmp_path), {}).values():
        assert page.foot.splitlines()[-1] == "After a text: 1 main menu"
        assert "<br>After a text: 1 main menu" in mermaid(page)


def test_a_layout_that_fails_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too slow, refused, or not to be started: never a traceback."""
    book = str(write(tmp_path / "book", toy_files()))
    slow = tmp_path / "slow"
    slow.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(30)\n")
    slow.chmod(0o755)
    broken = tmp_path / "broken"
    broken.write_text(f"#!{sys.executable}\nraise SystemExit('no')\n")
    broken.chmod(0o755)
    monkeypatch.setattr(command, "LONGEST_LAYOUT", 0.5)
    for program, words in (
        (slow, "took longer than"),
        (tmp_path / "none", "can't be started"),
    ):
        monkeypatch.setattr(command, "_program", lambda program=program: str(program))
        result = CliRunner().invoke(main, ["graph", book, "--output", str(tmp_path / "made")])
        assert result.exit_code == 1
        assert words in result.output
    monkeypatch.setattr(command, "LONGEST_LAYOUT", 30)
    monkeypatch.setattr(command, "_program", lambda: str(broken))
    result = CliRunner().invoke(main, ["graph", book, "--output", str(tmp_path / "made")])
    assert result.exit_code == 1
    assert "failed: no" in result.output
