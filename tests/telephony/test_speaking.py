"""What has a sound is played, the rest is said, and no part of a turn is ever silent."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest

from ivr.dialogue import (
    Book,
    CallStarted,
    CallState,
    DigitsPressed,
    HangUp,
    Pace,
    Place,
    Speak,
    Turn,
    opening,
    step,
)
from ivr.speech.cache import TELEPHONE_FILE, SoundCache
from ivr.speech.clips import clip_key, clips
from ivr.speech.index import Entry, SoundIndex
from ivr.telephony.twiml import Renderer
from tests.manuscripts import SERVICE, toy_book

URL = "https://line.example/base"
ACTION = f"{URL}/voice/token"
TEA = tuple(f"main.tea/{part}" for part in range(3))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A toy book that plays what was rendered."""
    service = {"flows/service.yaml": f"{SERVICE}speech: rendered\n"}
    return toy_book(tmp_path_factory.mktemp("rendered"), None, **service)


@pytest.fixture(scope="module")
def twilio(rendered: Book) -> Book:
    """The same book, which Twilio's voice speaks."""
    return replace(rendered, service=replace(rendered.service, rendered=False))


def sounds(
    book: Book, folder: Path, passages: Mapping[str, str], *, recorded: bool = False
) -> SoundIndex:
    """An index in which English passages have these sounds at the normal pace, with files."""
    english = book.languages["en"]
    entries = {}
    for passage, name in passages.items():
        said = clips(english.passages[passage], english, book, Pace.NORMAL)
        entries[clip_key(said)] = Entry(name, 1.0, recorded=recorded, sizes=(4, 4))
        SoundCache(folder).put(name, TELEPHONE_FILE, b"RIFF")
    return SoundIndex(folder, MappingProxyType(entries))


def name(passage: str) -> str:
    """A name for the sound of a passage."""
    return passage.encode().hex().ljust(32, "0")[:32]


NAMES = {passage: name(passage) for passage in TEA}


def verbs(renderer: Renderer, *passages: str, pace: Pace = Pace.NORMAL) -> list[tuple[str, str]]:
    """The verbs that speak these passages, each with its words or its address."""
    state = CallState("v", "en", Place("main.menu"))
    turn = Turn(state, Speak(passages, "en", pace), HangUp())
    root = ET.fromstring(renderer.render(turn, ACTION))
    return [(verb.tag, "".join(verb.itertext())) for verb in root if verb.tag != "Hangup"]


def test_what_was_rendered_is_played(rendered: Book, tmp_path: Path) -> None:
    """Each part from its address below the public one, in the order of the turn."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path, NAMES), URL)
    assert verbs(renderer, *TEA) == [
        ("Play", f"{URL}/audio/{NAMES[passage]}.wav") for passage in TEA
    ]


def test_what_was_not_rendered_is_said(rendered: Book, tmp_path: Path) -> None:
    """Another part, and the same part at another pace or in another language."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path, {TEA[1]: NAMES[TEA[1]]}), URL)
    assert [verb for verb, _ in verbs(renderer, *TEA)] == ["Say", "Play", "Say"]
    assert [verb for verb, _ in verbs(renderer, TEA[1], pace=Pace.SLOW)] == ["Say"]
    turn = Turn(
        CallState("v", "eo", Place("main.menu")), Speak((TEA[1],), "eo", Pace.NORMAL), HangUp()
    )
    assert "<Play>" not in renderer.render(turn, ACTION)


def test_a_file_that_is_gone_is_said_for_that_part_alone(rendered: Book, tmp_path: Path) -> None:
    """Removed while the line is up; and played again as soon as it is there again."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path, NAMES), URL)
    path = SoundCache(tmp_path).path(NAMES[TEA[1]])
    path.unlink()
    said = verbs(renderer, *TEA)
    assert [verb for verb, _ in said] == ["Play", "Say", "Play"]
    assert said[1][1] == "Tea two in English."
    path.write_bytes(b"RIFF")
    assert [verb for verb, _ in verbs(renderer, *TEA)] == ["Play"] * 3


@pytest.mark.parametrize("left", [b"", b"RI", b"RIFF and more"])
def test_a_damaged_file_is_said(rendered: Book, tmp_path: Path, left: bytes) -> None:
    """Empty, cut off, or another's: nobody hears silence in place of words."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path, NAMES), URL)
    SoundCache(tmp_path).path(NAMES[TEA[1]]).write_bytes(left)
    assert [verb for verb, _ in verbs(renderer, *TEA)] == ["Play", "Say", "Play"]


def test_a_folder_that_is_gone_is_said_all_of_it(rendered: Book, tmp_path: Path) -> None:
    """A disk that is not mounted makes a line speak, and not fall silent."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path / "audio", NAMES), URL)
    (tmp_path / "audio").rename(tmp_path / "elsewhere")
    assert verbs(renderer, *TEA) == verbs(Renderer(rendered), *TEA)


def test_twilios_voice_speaks_unless_the_book_says_otherwise(twilio: Book, tmp_path: Path) -> None:
    """Rendered sound is there, and nobody asked for it."""
    renderer = Renderer(twilio, sounds(twilio, tmp_path, NAMES), URL)
    assert verbs(renderer, *TEA) == verbs(Renderer(twilio), *TEA)
    assert {verb for verb, _ in verbs(renderer, *TEA)} == {"Say"}


@pytest.mark.parametrize("speaks", ["rendered", "twilio"])
def test_a_recording_is_played_whoever_speaks(
    rendered: Book, twilio: Book, tmp_path: Path, speaks: str
) -> None:
    """A person's voice needs no setting."""
    book = {"rendered": rendered, "twilio": twilio}[speaks]
    index = sounds(book, tmp_path, {TEA[0]: NAMES[TEA[0]]}, recorded=True)
    assert [verb for verb, _ in verbs(Renderer(book, index, URL), *TEA)] == ["Play", "Say", "Say"]


def test_sound_of_other_words_is_never_played(rendered: Book, tmp_path: Path) -> None:
    """The words changed after rendering: the new ones are said."""
    index = sounds(rendered, tmp_path / "audio", NAMES)
    files = {"flows/service.yaml": f"{SERVICE}speech: rendered\n"}
    words = (tmp_path / "book", "prompts/en/main.yaml")
    toy_book(words[0], None, **files)
    text = (words[0] / words[1]).read_text().replace("Tea two", "More tea")
    changed = toy_book(words[0], None, **{**files, words[1]: text})
    said = verbs(Renderer(changed, index, URL), *TEA)
    assert [verb for verb, _ in said] == ["Play", "Say", "Play"]
    assert said[1][1] == "More tea in English."


def test_keys_interrupt_what_is_played(rendered: Book, tmp_path: Path) -> None:
    """A Play stands in the Gather, as a Say does, and after the call only before a Hangup."""
    passages = {each: name(each) for each in ("main.hello/0", "main.menu/0", "main.menu/choices")}
    renderer = Renderer(rendered, sounds(rendered, tmp_path, passages), URL)
    turn = step(rendered, opening(rendered), CallStarted())
    (gather,) = ET.fromstring(renderer.render(turn, ACTION))
    assert gather.tag == "Gather"
    assert {verb.tag for verb in gather} == {"Play"}
    reading = step(rendered, turn.state, DigitsPressed("1"))
    (gather,) = ET.fromstring(renderer.render(reading, ACTION))
    assert {verb.tag for verb in gather} == {"Say"}


def test_the_last_resort_is_said_in_any_case(rendered: Book, tmp_path: Path) -> None:
    """When everything fails, nothing is looked for on a disk."""
    index = sounds(rendered, tmp_path, {"service/out_of_order": "0" * 32})
    xml = Renderer(rendered, index, URL).out_of_order("en")
    assert "<Play>" not in xml
    assert "The words of out_of_order in English." in xml


def test_an_address_is_text_in_xml(rendered: Book, tmp_path: Path) -> None:
    """Whatever stands in it."""
    renderer = Renderer(rendered, sounds(rendered, tmp_path, NAMES), "https://line.example/a&b")
    assert verbs(renderer, TEA[0]) == [
        ("Play", f"https://line.example/a&b/audio/{NAMES[TEA[0]]}.wav")
    ]
