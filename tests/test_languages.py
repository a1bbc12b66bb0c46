"""The languages of the line: nothing English in a Spanish call, and a third is only a folder."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from lingua import Language, LanguageDetectorBuilder

from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY, STARTER
from ivr.authoring.manuscript import read_manuscript
from ivr.dialogue import (
    Book,
    CallResumed,
    CallStarted,
    Dial,
    DigitsPressed,
    Event,
    HangUp,
    Pace,
    Phrase,
    Place,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
    Turn,
    opening,
    step,
)
from ivr.dialogue.arriving import present
from ivr.dialogue.book import HANDSET_KEYS
from ivr.dialogue.circumstances import Circumstances, Left
from ivr.dialogue.draft import Draft
from ivr.dialogue.events import MessageRecorded
from ivr.dialogue.schedule import DAY
from ivr.dialogue.wording import Aside, Words
from ivr.phone.handset import Handset
from ivr.phone.listening import heard_text
from ivr.phone.transport import Wsgi
from ivr.settings import read_settings, shipped_book
from ivr.web import create_app
from tests.performing import every_way

DETECTOR = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.SPANISH).build()
EVENTS: tuple[Event, ...] = (
    SilenceFell(),
    SpeechHeard("lorem ipsum"),
    CallResumed(Phrase.APOLOGY),
    CallResumed(Phrase.LOST_PLACE),
    *(DigitsPressed(key) for key in sorted(HANDSET_KEYS - {"8"})),
)
SPOKEN = {
    "en": (
        SpeechHeard("what can i say"),
        SpeechHeard("treatment"),
        SpeechHeard("blood tests", confidence=0.0),
        SpeechHeard("qué es una biopsia"),
        SpeechHeard("is it normal to feel relieved after she died"),
    ),
    "es": (
        SpeechHeard("qué puedo decir"),
        SpeechHeard("tratamiento"),
        SpeechHeard("análisis de sangre", confidence=0.0),
        SpeechHeard("what is a biopsy"),
        SpeechHeard("mi hermana tose mucho porque tiene gripa pero ya se le está quitando"),
    ),
}
"""What callers say at the main menu for the line to ask, to help, to be unsure and to warn."""

OUTCOMES = tuple(TransferEnded(outcome) for outcome in TransferOutcome)
CLOCK = Circumstances({"America/New_York": 3 * DAY + 12 * 60, "UTC": 0}, caller="+12125550143")


ERRANDS: tuple[Event, ...] = (
    MessageRecorded("RE1", 9),
    MessageRecorded("", 0),
    DigitsPressed("2125550142"),
    DigitsPressed("0005550142"),
    DigitsPressed("212"),
)
"""What is done where a number or a message is asked for."""

KEYS_OF_ERRANDS = (DigitsPressed("6"), DigitsPressed("1"))
"""Keys that lead to a question for a number, where the caller's own is withheld."""


def spoken_in(book: Book, language: str) -> dict[str, str]:
    """Every passage that any call in a language can speak, and a text for each.

    Every state is visited, with staff and without, at any length of the call.
    """
    start = step(book, opening(book), CallStarted(), around=CLOCK)
    for _ in range(list(book.languages).index(language)):
        start = step(book, start.state, DigitsPressed("8"), around=CLOCK)
    heard = set(start.speech.passages)
    seen: set[tuple[Place, int, int, Pace]] = set()
    waiting = deque([start])
    while waiting:
        for turn in following(book, waiting.popleft()):
            assert turn.speech.language == language
            heard.update(turn.speech.passages)
            state = turn.state
            shape = (state.place, state.silences, state.misunderstandings, state.pace)
            if shape not in seen and not isinstance(turn.ending, HangUp):
                seen.add(shape)
                waiting.append(turn)
    left = Left(Place("hospice.hospice_what"), language)
    again = step(book, opening(book), CallStarted(), around=replace(CLOCK, left=left))
    heard.update(again.speech.passages)
    at_night = replace(CLOCK, clock={"America/New_York": 3 * DAY, "UTC": 0})
    for key in ("0", "1", "3"):
        heard.update(step(book, start.state, DigitsPressed(key), around=at_night).speech.passages)
    called = replace(start.state, place=Place("main.staff_call"))
    heard.update(present(Draft(book, called, at_night)).speech.passages)
    for said in SPOKEN[language]:
        turn = step(book, start.state, said, around=CLOCK)
        assert turn.speech.language == language
        heard.update(turn.speech.passages)
    passages = book.languages[language].passages
    heard.update(passage for passage in passages if passage.startswith("offer/"))
    return {
        passage: " ".join(
            piece.text for piece in passages[passage].pieces if isinstance(piece, Words)
        )
        for passage in heard
    }


def following(book: Book, turn: Turn) -> Iterator[Turn]:
    """Every turn that can follow, without a change of language."""
    longest = book.service.longest_call
    events = OUTCOMES if isinstance(turn.ending, Dial) else EVENTS
    for event in (*events, *ERRANDS):
        yield from every_way(book, step(book, turn.state, event, around=CLOCK), CLOCK)
    withheld = replace(CLOCK, caller="")
    for key in KEYS_OF_ERRANDS:
        yield from every_way(book, step(book, turn.state, key, around=withheld), CLOCK)
    for elapsed in (longest - 1, longest):
        yield step(book, turn.state, SilenceFell(), elapsed, CLOCK)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without names of lines and numbers."""
    plain = re.sub(r"[“”\"]", "", text)
    return [part.strip() for part in re.split(r"(?<=[.?!:])\s+", plain) if part.strip()]


FOREIGN_NAMES = re.compile(
    r"Patient Advocate Foundation|Cancer Support Community|Family Caregiver Alliance|"
    r"Eldercare Locator|Susan G\. Komen|CancerCare|SHARE|Medicare|Medicaid|Lifeline|Careline"
)
WORDY = 4
"""Words from which on a detector can tell the language of a sentence."""


@pytest.mark.parametrize(("staff", "code"), [("", "es"), ("x", "es"), ("", "en"), ("x", "en")])
def test_nothing_in_a_call_is_in_another_language(
    book: Book, staffed_book: Book, staff: str, code: str
) -> None:
    """Errors, gates, transfers, time-outs and apologies too, whoever is on duty."""
    line = staffed_book if staff else book
    wanted = Language.SPANISH if code == "es" else Language.ENGLISH
    heard = spoken_in(line, code)
    assert len(heard) > 250
    wrong = [
        (passage, sentence)
        for passage, text in heard.items()
        for sentence in sentences(FOREIGN_NAMES.sub("", text))
        if len(sentence.split()) >= WORDY and DETECTOR.detect_language_of(sentence) != wanted
    ]
    assert wrong == []


def test_every_phrase_of_a_fault_was_looked_at(book: Book, staffed_book: Book) -> None:
    """The walk above comes to every moment of the line but those that two languages rule out."""
    heard = {*spoken_in(book, "es"), *spoken_in(staffed_book, "es")}
    phrases = {f"service/{phrase}" for phrase in Phrase}
    unheard = {
        Phrase.NO_OTHER_LANGUAGE,  # there is one
        Phrase.OTHER_LANGUAGE,  # the walk begins after it
        Phrase.PACE_FAST,  # asked for by voice; the walk presses keys
        Phrase.BOOK_CHANGED,  # see below
        Phrase.OUT_OF_ORDER,  # see below
        Phrase.TRANSFER_NOBODY,  # said where a transfer is reached without staff
        Phrase.RESUME_LABEL,  # heard in an offer, and by itself nowhere
    }
    assert phrases - heard <= {f"service/{phrase}" for phrase in unheard}
    spanish = book.languages["es"].passages
    for phrase in unheard - {Phrase.OTHER_LANGUAGE}:
        for piece in spanish[f"service/{phrase}"].pieces:
            if isinstance(piece, Words) and len(piece.text.split()) >= WORDY:
                assert DETECTOR.detect_language_of(piece.text) == Language.SPANISH


def test_no_label_or_key_of_a_spanish_menu_is_english(book: Book) -> None:
    """Short words, which a detector can't tell, are compared with the English ones."""
    english = {
        word
        for passage in book.languages["en"].passages.values()
        if passage.id.endswith("/choices")
        for piece in passage.pieces
        if isinstance(piece, Words)
        for word in re.findall(r"[a-z]{3,}", piece.text)
    }
    shared = {"hospice", "press", "for", "the", "and", "back", "star"} & english
    for passage in book.languages["es"].passages.values():
        for piece in passage.pieces:
            if isinstance(piece, Words) and not passage.id.startswith("hours/"):
                assert not shared & set(re.findall(r"[a-z]{3,}", piece.text)), passage.id


def test_other_languages_are_offered_by_their_own_voice(book: Book) -> None:
    """The greeting of either language offers the other one."""
    for code, other in (("en", "es"), ("es", "en")):
        pieces = book.languages[code].passages["main.welcome/0"].pieces
        assert [piece.language for piece in pieces if isinstance(piece, Aside)] == [other]


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """The starter book, with a second and a third language: a folder and a block for each."""
    root = tmp_path / "book"
    copytree(STARTER, root)
    copytree(STARTER / "prompts/en", root / "prompts/de")
    service = root / "flows/service.yaml"
    blocks = (
        "  de: {locale: de-DE, voice: Polly.Vicki-Neural, voice_words_per_minute: 165}\n"
        "  fr: {locale: fr-FR, voice: Polly.Lea-Neural, voice_words_per_minute: 165}\n"
    )
    service.write_text(service.read_text().replace("\nkeys:", f"{blocks}\nkeys:"))
    copytree(Path(__file__).parent / "data/fr", root / "prompts/fr")
    return root


def test_a_third_language_is_one_folder_and_one_block(third: Path) -> None:
    """Nothing in the code knows of it, and the checker finds nothing to say."""
    assert check(third, EXAMPLE_DAY).problems == ()


def test_a_caller_comes_to_the_third_language_and_keeps_the_place(third: Path) -> None:
    """It is offered in the greeting, the key leads to it in two presses, also inside a text."""
    settings = read_settings({"IVR_INSECURE_LOCAL": "1", "IVR_BOOK": str(third)})
    phone = Handset(Wsgi(create_app(settings)), "http://127.0.0.1/voice")

    def answer(keys: str) -> str:
        phone.press(keys)
        return " ".join(map(heard_text, phone.to_come))

    phone.dial()
    assert "Français : faites 8, 8." in " ".join(map(heard_text, phone.to_come))
    assert "Pour adopter un animal, faites le 1" in answer("88")
    assert "semble perdu" in answer("2")
    assert "tag on its collar" in answer("8")
    assert "semble perdu" in answer("88")


ANSWERED_BY_KEY = {"crisis", "relay", "emergency"}
"""Lines whose Spanish is told in their own way: press 2, or ask the operator."""


def test_a_spanish_call_says_of_each_number_whether_spanish_is_spoken_there() -> None:
    """What the directory knows is said, and what it doesn't know is to be asked."""
    manuscript = read_manuscript(shipped_book())
    directory = manuscript.directory or {}
    told = {
        True: re.compile(r"en español"),
        False: re.compile(r"alguien habla español|algo de ayuda en español|si hablan español"),
    }
    silent = [
        (f"{flow}.{name}", line)
        for flow, prompts in manuscript.words["es"].prompts.items()
        for name, prompt in prompts.items()
        for part in prompt.say
        for line in re.findall(r"\{number:(\w+)\}", part)
        if line not in ANSWERED_BY_KEY
        and not told["es" in directory[line].languages].search(" ".join(part.split()))
    ]
    assert silent == []
