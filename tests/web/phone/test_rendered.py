"""The web phone of a line that plays rendered sound: captions know their language there, too."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from tests.manuscripts import write
from tests.speech.sounding import speakable_files
from tests.web.phone.browsing import Browser, line

HELLO = "hello: {say: Hello in English.}"
WELCOME = 'hello: {say: "Welcome to the tea line. {languages} In a hurry, hang up."}'
OPTION = '  option: "For {label}, press {key}."'
OFFER = '  language_offer: "Para español, oprima {key}."'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The toy book with Spanish, which is offered in Spanish."""
    files = {
        name.replace("/eo/", "/es/"): text.replace("eo: {", "es: {").replace(
            "language: eo", "language: es"
        )
        for name, text in speakable_files().items()
    }
    files["flows/service.yaml"] += "speech: rendered\n"
    for name, before, after in (
        ("prompts/en/main.yaml", HELLO, WELCOME),
        ("prompts/es/service.yaml", OPTION, f"{OPTION}\n{OFFER}"),
    ):
        assert before in files[name]
        files[name] = files[name].replace(before, after)
    return write(tmp_path / "book", files)


@pytest.fixture
def browser(book: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The page of its line, open."""
    monkeypatch.setenv("IVR_AUDIO", str(book / "audio"))
    options = ["--pace", "normal", "--jobs", "1"]
    result = CliRunner().invoke(main, ["render", str(book), *options])
    assert result.exit_code == 0, result.output
    opened = Browser(line(book / "audio", IVR_BOOK=str(book)))
    opened.open()
    return opened


def test_a_rendered_line_is_read_in_its_language(browser: Browser) -> None:
    """Page and captions are Spanish where Spanish is played, also where it does not listen."""
    browser.send(act="call")
    assert (browser.language, set(browser.locales)) == ("en", {"en-US"})
    browser.send(keys="8")
    assert (browser.language, set(browser.locales)) == ("es", {"es-US"})
    assert len(browser.sounds) == len(browser.locales) > 2


def test_the_words_of_two_languages_in_one_sound_are_told_apart(browser: Browser) -> None:
    """A screen reader pronounces each part as it is meant."""
    browser.send(act="call")
    assert (
        '<span lang="en-US">Welcome to the tea line.</span> '
        '<span lang="es-US">Para español, oprima 8.</span> '
        '<span lang="en-US">In a hurry, hang up.</span>'
    ) in browser.page
    parts = browser.ask(act="call")["said"][0]["parts"]
    assert [part["language"] for part in parts] == ["en-US", "es-US", "en-US"]


def test_what_was_not_rendered_is_said_beside_what_was(book: Path, browser: Browser) -> None:
    """A file that is gone is spoken instead, and heard in its place."""
    browser.send(act="call")
    before, sounds = browser.heard, browser.sounds
    for kind in ("wav", "flac"):
        gone = sounds[1].replace("flac", kind).removeprefix("audio/")
        (book / "audio" / gone[:2] / gone).unlink()
    browser.send(act="call")
    assert browser.heard == before
    assert len(browser.sounds) == len(sounds)
    assert set(browser.locales) == {"en-US"}
    assert browser.page.count("could not be made into sound") == 0
