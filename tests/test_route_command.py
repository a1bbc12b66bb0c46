"""``ivr route``: where utterances lead, printed so that people and programs can read it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.destinations import Destinations, language_name
from ivr.cli import main
from ivr.dialogue import Book, CallState, SpeechHeard, opening, step
from ivr.dialogue.nodes import Read
from ivr.dialogue.state import GATE, Place
from ivr.settings import shipped_book
from tests.manuscripts import toy_files, write
from tests.talkative import talkative


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a toy book that listens."""
    return talkative(tmp_path_factory.mktemp("route") / "book")


def route(root: Path, said: str | bytes, *options: str) -> str:
    """What the command prints."""
    result = CliRunner().invoke(main, ["route", str(root), *options], input=said)
    assert result.exit_code == 0, result.output
    return result.stdout


def led(root: Path, said: str, *options: str) -> str:
    """Where one utterance leads."""
    text, _, destination = route(root, f"{said}\n", *options).rstrip("\n").partition("\t")
    assert text == said
    return destination


@pytest.mark.parametrize(
    ("said", "destination"),
    [
        ("um brewing the leaves please", "main.tea"),
        ("awful news", "main.hard"),
        ("i smell smoke", "emergency"),
        ("house is burning", "emergency"),
        ("flamoj", "emergency"),
        ("may i drink it cold", "advice"),
        ("say that again", "command:repeat"),
        ("go back", "command:back"),
        ("start over", "command:main_menu"),
        ("tell me more", "command:more"),
        ("slow down", "command:slower"),
        ("speed up", "command:faster"),
        ("hang up", "command:goodbye"),
        ("what can i say", "command:help"),
        ("talk to somebody real", "command:person"),
        ("esperanto", "command:esperanto"),
        ("english", "command:english"),
        ("xylophone quartz", "clarify"),
        ("um", "clarify"),
        ("yes", "clarify"),
        ("no", "clarify"),
        ("", "clarify"),
    ],
)
def test_each_kind_of_destination_has_its_name(root: Path, said: str, destination: str) -> None:
    """Places by node, danger and advice by short names, commands and languages by theirs."""
    assert led(root, said) == destination


@pytest.mark.parametrize(
    ("said", "at", "destination"),
    [
        ("press two", "main.menu", "main.hard"),
        ("number two", "main.soft", "main.greeting"),
        ("number one", "main.soft", "main.tea"),
        ("press 6", "main.menu", "clarify"),
        ("press 4", "main.menu", "emergency"),
        ("press 5", "main.menu", "advice"),
        ("zero", "main.menu", "command:person"),
        ("0", "main.menu", "command:person"),
        ("nine", "main.tea", "command:repeat"),
        ("eight", "main.tea", "command:esperanto"),
        ("seven", "main.menu", "command:slower"),
        ("two", "main.tea", "main.hard"),
        ("one", "main.hard", "main.hard"),
        ("two", "main.hard", "clarify"),
        ("yes please", "main.hard", "main.hard"),
        ("no thanks", "main.hard", "command:back"),
        ("yes", "main.tea", "clarify"),
    ],
)
def test_keys_by_voice_mean_what_they_mean_at_a_place(
    root: Path, said: str, at: str, destination: str
) -> None:
    """The key's option there, its command anywhere, and yes and no where a text asks first."""
    assert led(root, said, "--at", at) == destination


def test_the_language_key_leads_to_the_next_language(root: Path) -> None:
    """In a call in the second language it is the first again."""
    assert led(root, "8", "--language", "eo") == "command:english"


def test_a_line_of_one_language_has_no_other(tmp_path: Path) -> None:
    """Key 8 asks for nothing there."""
    files = toy_files()
    files["flows/service.yaml"] = "\n".join(
        line for line in files["flows/service.yaml"].splitlines() if not line.startswith("  eo:")
    )
    files["flows/main.yaml"] = files["flows/main.yaml"].replace("language: eo", "language: en")
    kept = {name: text for name, text in files.items() if not name.startswith("prompts/eo/")}
    book = write(tmp_path, {**kept, "prompts/en/speech.yaml": 'keys: {"8": [eight]}\n'})
    assert led(book, "eight") == "clarify"


def test_options_of_the_place_are_preferred(tmp_path: Path) -> None:
    """Of two places with the same words, the one that was just offered is meant."""
    book = talkative(tmp_path)
    file = book / "prompts/en/main.yaml"
    text = (
        file.read_text()
        .replace("cushions]", "velvet]")
        .replace("menu: {", "menu: {phrases: [velvet], ")
    )
    file.write_text(text)
    assert led(book, "velvet", "--at", "main.menu") == "main.soft"
    assert led(book, "velvet", "--at", "main.tea") == "main.menu"


def test_every_line_is_answered_with_one_line(root: Path) -> None:
    """Empty lines, tabs, bytes that are no UTF-8, and a last line without an end, too."""
    said = b"\xef\xbb\xbfkettle\n\nke\xfftt\xc3\nhot\tcup of leaves\r\n\x00\x1b\nawful news"
    lines = route(root, said).split("\n")
    assert lines[0] == "kettle\tmain.tea"
    assert lines[1] == "\tclarify"
    assert lines[2].startswith("ke\ufffdtt\ufffd\t")
    assert lines[3] == "hot cup of leaves\tmain.tea"
    assert lines[5:] == ["awful news\tmain.hard", ""]


@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.binary(max_size=40).filter(lambda raw: b"\n" not in raw), max_size=6))
def test_no_bytes_can_stop_it(root: Path, said: list[bytes]) -> None:
    """As many lines come out as went in, each with one tab and a destination."""
    out = route(root, b"".join(raw + b"\n" for raw in said)).split("\n")
    assert len(out) == len(said) + 1
    for line in out[:-1]:
        assert line.count("\t") == 1
        assert line.rpartition("\t")[2]


def test_each_answer_comes_before_the_next_question(root: Path) -> None:
    """So it can be used at a terminal, and by a program that waits for each answer."""
    command = [sys.executable, "-m", "ivr.cli", "route", str(root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"}
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for said, wanted in (("kettle", "main.tea"), ("café", "clarify")):
            process.stdin.write(f"{said}\n".encode())
            process.stdin.flush()
            assert process.stdout.readline().decode() == f"{said}\t{wanted}\n"
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--language", "fr"], "it speaks en, eo"),
        (["--at", "main.teaa"], "main.tea"),
        (["--at", "main.hello"], "name a menu or a text"),
        (["--at", "main.person"], "name a menu or a text"),
    ],
)
def test_misuse_names_what_there_is(root: Path, options: list[str], words: str) -> None:
    """An unknown language, an unknown place, and a place where nobody speaks."""
    result = CliRunner().invoke(main, ["route", str(root), *options], input="kettle\n")
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_book_with_problems_is_told(tmp_path: Path) -> None:
    """As the check tells them, and nothing is routed."""
    result = CliRunner().invoke(main, ["route", str(tmp_path)], input="kettle\n")
    assert result.exit_code == 1
    assert "[unreadable-file]" in result.stderr
    assert result.stdout == ""


def test_a_book_without_phrases_says_so(tmp_path: Path) -> None:
    """Whoever tries it learns why nothing is understood; what is printed stays readable."""
    book = write(tmp_path, toy_files())
    result = CliRunner().invoke(main, ["route", str(book)], input="kettle\n")
    assert result.stdout == "kettle\tclarify\n"
    assert "no phrases yet" in result.stderr


def test_reasons_name_words_patterns_and_the_next_one(root: Path) -> None:
    """What was heard, denied, in full, found as danger, and what the line would ask."""
    told = route(root, "um brewing leaves, not cushions\ni smell smoke\ntwo\nyes\n", "--explain")
    leaves, smoke, two, yes = re.split(r"\n(?! )", told.rstrip())
    assert "  en: um brewing leaves not cushions" in leaves
    assert "denied: cushion" in leaves
    assert "likeliest: main.tea" in leaves
    assert 'said in full: "brewing leaves"' in leaves
    assert "for main.tea:" in leaves
    assert 'danger (emergency): the pattern "smell smoke" was found' in smoke
    assert "runner-up" not in smoke
    assert "it names the key 2" in two
    assert "it says yes" in yes


def test_reasons_tell_the_question_of_the_line(tmp_path: Path) -> None:
    """Two places with the same words: both are named, as the caller would hear them."""
    book = talkative(tmp_path)
    file = book / "prompts/en/main.yaml"
    text = file.read_text().replace("cushions]", "velvet, a]").replace("kettle]", "velvet]")
    file.write_text(text)
    told = route(book, "velvet\nxylophone\n", "--explain")
    assert "velvet\tclarify" in told
    assert "too close to choose between: main.tea, main.soft" in told
    assert "The words of clarify in English. For tea in English, press 1." in told
    assert 'the line would say: "The words of no_match_spoken in English."' in told
    assert led(book, "hot cup of leaves") == "main.tea"
    assert "runner-up: " in route(book, "hot cup of velvet\n", "--explain")


PLACES = ["main.main_menu", "care.menu", "hospice.hospice_what", "support.prognosis_support"]


@pytest.mark.parametrize("at", PLACES)
def test_what_is_printed_is_where_a_call_goes(book: Book, at: str) -> None:
    """Said in a call that stands at a place, it leads to the node that is printed."""
    destinations = Destinations(book)
    node = book.nodes[at]
    part = GATE if isinstance(node, Read) and node.ask_first else 0
    state = opening(book)
    for said in ("press one", "2", "number three", "what is hospice", "chest pain", "mri", "yes"):
        reached = destinations.reached(said, "en", at)
        if reached.startswith("command:") or reached == "clarify":
            continue
        begun = CallState(state.book, "en", Place(at, part))
        turn = step(book, begun, SpeechHeard(said))
        assert destinations.printed(turn.state.place.node) == reached, said


def test_the_shipped_book_is_routed() -> None:
    """The danger that must never be missed, and a word in each language."""
    said = "i can't breathe\nno puedo respirar\nwhat is hospice\nespañol\n"
    assert route(shipped_book(), said).splitlines() == [
        "i can't breathe\temergency",
        "no puedo respirar\temergency",
        "what is hospice\thospice.hospice_what",
        "español\tcommand:spanish",
    ]


def test_languages_have_english_names() -> None:
    """A code that nobody knows stands for itself."""
    assert [language_name(code) for code in ("es", "eo", "zz")] == ["spanish", "esperanto", "zz"]
