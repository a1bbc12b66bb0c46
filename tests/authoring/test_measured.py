"""Where the line plays sound, the checker counts the seconds of that sound."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.authoring.checking import check
from ivr.authoring.exploration.topics import menu_seconds, whole_menu_seconds
from ivr.cli import main
from ivr.dialogue import Book, Pace
from ivr.dialogue.nodes import Menu
from ivr.speech.clips import clip_key, clips
from ivr.speech.duration import passage_seconds
from ivr.speech.index import Entry, SoundIndex, write_index
from tests.manuscripts import SERVICE, toy_book

RENDERED = {"flows/service.yaml": f"{SERVICE}speech: rendered\n"}
CHOICES = "main.menu/choices"


def sounds(book: Book, folder: Path, seconds: float, *, recorded: bool = False) -> SoundIndex:
    """An index in which the choices of the English menu take so many seconds at each pace."""
    english = book.languages["en"]
    entry = Entry("0" * 32, seconds, recorded=recorded, sizes=(1, 1))
    return SoundIndex(
        folder,
        {clip_key(clips(english.passages[CHOICES], english, book, pace)): entry for pace in Pace},
    )


def long_menus(root: Path, index: SoundIndex | None) -> list[str]:
    """The menus that take too long, as the check says."""
    only: Collection[str] = {"long-menu"}
    found = check(root, date(2026, 3, 2), only=only, sounds=index)
    return [f"{problem.file}: {problem.message}" for problem in found.problems]


def test_a_menu_whose_sound_is_long_is_too_long(tmp_path: Path) -> None:
    """Its words would be short enough: what counts is what callers hear."""
    book = toy_book(tmp_path, None, **RENDERED)
    assert long_menus(tmp_path, None) == []
    assert long_menus(tmp_path, sounds(book, tmp_path, 5)) == []
    (told,) = long_menus(tmp_path, sounds(book, tmp_path, 30))
    assert told.startswith('prompts/en/main.yaml: menu "menu" takes 3')


@pytest.mark.parametrize("recorded", [True, False])
def test_where_twilio_speaks_only_recordings_count(tmp_path: Path, *, recorded: bool) -> None:
    """What is not played takes nobody's time."""
    book = toy_book(tmp_path)
    found = long_menus(tmp_path, sounds(book, tmp_path, 30, recorded=recorded))
    assert bool(found) is recorded


def test_ivr_check_looks_at_the_sound_that_there_is(tmp_path: Path) -> None:
    """In IVR_AUDIO; and an index that is broken counts as none."""
    book = toy_book(tmp_path / "book", None, **RENDERED)
    audio = tmp_path / "audio"
    write_index(sounds(book, audio, 30))

    def told() -> str:
        arguments = ["check", str(tmp_path / "book"), "--rule", "long-menu", "--format", "json"]
        result = CliRunner().invoke(main, arguments, env={"IVR_AUDIO": str(audio)})
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.stdout

    assert "long-menu" in told()
    (audio / "index.json").write_text(json.dumps({"form": 1, "sounds": "none"}))
    assert "long-menu" not in told()


def test_a_measured_passage_takes_its_own_time_at_the_normal_pace(tmp_path: Path) -> None:
    """The other passages, paces and languages are estimated as before."""
    book = toy_book(tmp_path, None, **RENDERED)
    measured = sounds(book, tmp_path, 7.5).measured(book)
    for code, language in measured.languages.items():
        for passage in language.passages.values():
            for pace in book.service.paces.values():
                seconds = passage_seconds(passage, pace, language)
                if (code, passage.id, pace) == ("en", CHOICES, 150):
                    assert seconds == 7.5
                else:
                    before = passage_seconds(passage, pace, book.languages[code])
                    assert seconds == before


def test_options_of_a_measured_menu_are_named_in_proportion(tmp_path: Path) -> None:
    """Sound that is twice as long as was estimated names each choice twice as late."""
    book = toy_book(tmp_path, None, **RENDERED)
    english = book.languages["en"]
    menu = book.nodes["main.menu"]
    assert isinstance(menu, Menu)
    labels = {"main.tea": "tea in English", "main.hard": "hard things in English"}
    estimated = passage_seconds(english.passages[CHOICES], 150, english)
    title = whole_menu_seconds(book, english, menu) - estimated
    doubled = sounds(book, tmp_path, 2 * estimated).measured(book)
    before = menu_seconds(book, english, menu, labels)
    after = menu_seconds(doubled, doubled.languages["en"], menu, labels)
    assert before.keys() == after.keys() == {"1", "2", "3"}
    for key, seconds in before.items():
        assert after[key] - title == pytest.approx(2 * (seconds - title))


def test_without_sound_a_book_stays_itself(tmp_path: Path) -> None:
    """Nothing is copied where nothing was measured."""
    book = toy_book(tmp_path)
    assert SoundIndex(tmp_path).measured(book) is book
