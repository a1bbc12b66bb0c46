"""Turns as TwiML: valid, bounded, and the same as Twilio's own library makes."""

import dataclasses
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ivr.dialogue import (
    Book,
    CallStarted,
    CallState,
    Dial,
    DigitsPressed,
    HangUp,
    Listen,
    Pace,
    Place,
    Speak,
    SpeechHeard,
    Turn,
    opening,
    step,
)
from ivr.dialogue.lexicon import Lexicon, Saying
from ivr.dialogue.wording import Aside, Digits, Passage, Words
from ivr.telephony.twiml import Renderer
from tests.manuscripts import toy_book

SAFE_MARKUP = {"break", "say-as", "sub", "p", "s", "prosody"}
ACTION = "https://line.example/voice/token"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The toy book."""
    return toy_book(tmp_path_factory.mktemp("book"))


def turn_saying(passage: str, ending: Listen | Dial | HangUp) -> Turn:
    """A turn that says one passage."""
    state = CallState("v", "en", Place("main.menu"))
    return Turn(state, Speak((passage,), "en", Pace.NORMAL), ending)


def with_passage(book: Book, passage: Passage) -> Book:
    """The book with one more passage."""
    english = book.languages["en"]
    passages = {**english.passages, passage.id: passage}
    languages = {**book.languages, "en": dataclasses.replace(english, passages=passages)}
    return dataclasses.replace(book, languages=languages)


def test_a_waiting_turn_is_one_gather_that_takes_any_key_at_once(toy: Book) -> None:
    """One key answers, # and * included, and a timeout is posted too instead of falling through."""
    turn = step(toy, opening(toy), CallStarted())
    root = ET.fromstring(Renderer(toy).render(turn, ACTION))
    (gather,) = root
    assert root.tag == "Response"
    assert gather.attrib == {
        "input": "dtmf",
        "action": ACTION,
        "method": "POST",
        "timeout": "10",
        "numDigits": "1",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
    }
    assert {verb.tag for verb in gather} == {"Say"}


def test_every_say_names_its_voice_and_language(toy: Book) -> None:
    """Nothing is left to the defaults of an account."""
    renderer = Renderer(toy)
    for language, voice, locale in (
        ("en", "Polly.Joanna", "en-US"),
        ("eo", "Polly.Zamenhof", "eo-EO"),
    ):
        for passage in toy.languages[language].passages:
            speech = Speak((passage,), language, Pace.SLOW)
            turn = Turn(CallState("v", language, Place("main.menu")), speech, HangUp())
            for say in ET.fromstring(renderer.render(turn, ACTION)).iter("Say"):
                assert say.attrib == {"voice": voice, "language": locale}
                assert {element.tag for element in say.iter()} - {"Say"} <= SAFE_MARKUP


def test_the_slower_pace_slows_the_voice(toy: Book) -> None:
    """150 and 125 words a minute are said as shares of what the voice does when left alone."""
    renderer = Renderer(toy)
    turn = turn_saying("main.bye/0", HangUp())
    slow = dataclasses.replace(turn, speech=dataclasses.replace(turn.speech, pace=Pace.SLOW))
    assert 'rate="91%"' in renderer.render(turn, ACTION)
    assert 'rate="76%"' in renderer.render(slow, ACTION)


def test_a_number_is_said_twice_in_groups(toy: Book) -> None:
    """Every digit by itself, a second after each group, and all of it again."""
    passage = Passage("number", (Words("Call"), Digits(("1", "800", "555", "0100"))))
    xml = Renderer(with_passage(toy, passage)).render(turn_saying("number", HangUp()), ACTION)
    groups = [e.text for e in ET.fromstring(xml).iter("say-as")]
    assert groups == ["1", "800", "555", "0100"] * 2
    breaks = [e.get("time") for e in ET.fromstring(xml).iter("break")]
    assert breaks == ["1000ms"] * 3 + ["1500ms"] + ["1000ms"] * 4


@pytest.mark.parametrize("words", ["word " * 3_000, "x" * 9_000, "<&>" * 2_000])
def test_no_say_is_longer_than_twilio_takes(toy: Book, words: str) -> None:
    """A text too long for one Say becomes several, and no word of it is lost."""
    book = with_passage(toy, Passage("long", (Words(words.strip()), Digits(("1",)))))
    root = ET.fromstring(Renderer(book).render(turn_saying("long", HangUp()), ACTION))
    says = list(root.iter("Say"))
    assert len(says) > 1
    assert all(len(ET.tostring(say, "unicode")) <= 3_000 for say in says)
    spoken = "".join(text for say in says for text in say.itertext())
    assert spoken.replace(" ", "")[:-2] == words.replace(" ", "")


def test_a_dial_rings_everybody_and_shows_the_lines_own_number(toy: Book) -> None:
    """All numbers of a group ring at once; the caller's number is never passed on."""
    dial = Dial(("+15555550100", "+15555550101"), 20)
    xml = Renderer(toy).render(turn_saying("main.nurse/0", dial), ACTION, "+15555550199")
    say, verb = ET.fromstring(xml)
    assert say.tag == "Say"
    assert verb.attrib["callerId"] == "+15555550199"
    assert verb.attrib["timeout"] == "20"
    assert verb.attrib["action"] == ACTION
    assert [number.text for number in verb] == ["+15555550100", "+15555550101"]


@pytest.mark.parametrize("to", ["", "client:anna", "sip:line@example.org", "+1", "anonymous"])
def test_a_dial_without_a_usable_number_of_its_own_sets_none(toy: Book, to: str) -> None:
    """What Twilio would refuse as a caller id is left out."""
    dial = Dial(("+15555550100",), 20)
    xml = Renderer(toy).render(turn_saying("main.nurse/0", dial), ACTION, to)
    assert "callerId" not in xml


def test_the_end_of_a_call_is_words_and_a_hang_up(toy: Book) -> None:
    """Nothing hangs up without having spoken."""
    xml = Renderer(toy).render(turn_saying("main.bye/0", HangUp()), ACTION)
    assert [verb.tag for verb in ET.fromstring(xml)] == ["Say", "Hangup"]


def test_the_last_resort_names_whom_to_call(book: Book) -> None:
    """When nothing else works, callers hear 9 1 1 and a number that is answered."""
    xml = Renderer(book).out_of_order("en")
    heard = " ".join(ET.fromstring(xml).itertext())
    assert "9 1 1" in heard
    assert "227" in heard
    assert xml.endswith("<Hangup /></Response>")


def test_every_passage_of_the_shipped_book_fits(book: Book) -> None:
    """Each passage at each pace is valid and below the limit of a Say, a turn below 64 kB."""
    renderer = Renderer(book)
    for pace in Pace:
        for passage in book.languages["en"].passages:
            speech = Speak((passage,), "en", pace)
            turn = Turn(opening(book), speech, HangUp())
            xml = renderer.render(turn, ACTION)
            assert len(xml.encode()) < 64_000
            for say in ET.fromstring(xml).iter("Say"):
                assert len(ET.tostring(say, "unicode")) <= 3_000


def test_keys_pressed_in_a_row_never_pile_up_speech(book: Book) -> None:
    """However long a call, a turn stays far below Twilio's 64 kB."""
    renderer = Renderer(book)
    turn = step(book, opening(book), CallStarted())
    for key in "1333#9*7*0*5531" * 4:
        turn = step(book, turn.state, DigitsPressed(key))
        assert len(renderer.render(turn, ACTION).encode()) < 16_000
        if isinstance(turn.ending, HangUp):
            break


def test_a_whole_book_is_rendered_beforehand(tmp_path: Path) -> None:
    """A turn that was never asked for before renders from what is ready."""
    renderer = Renderer(toy_book(tmp_path))
    xml = renderer.render(turn_saying("main.tea/0", Listen(3)), ACTION)
    assert 'timeout="3"' in xml


def test_hard_words_are_said_as_the_lexicon_tells(toy: Book) -> None:
    """A respelling is a sub, letters are characters, and the words between them stay in order."""
    book = with_passage(toy, Passage("x/0", (Words("Is HER2 < or MRI & more?"),)))
    sayings = {"HER2": Saying(said="her two"), "MRI": Saying(spelled=True)}
    english = dataclasses.replace(book.languages["en"], lexicon=Lexicon(sayings))
    book = dataclasses.replace(book, languages={**book.languages, "en": english})
    text = Renderer(book).render(turn_saying("x/0", HangUp()), ACTION)
    assert (
        'Is <sub alias="her two">HER2</sub> &lt; or '
        '<say-as interpret-as="characters">MRI</say-as> &amp; more?</prosody>'
    ) in text


def test_another_language_is_offered_by_its_own_voice(toy: Book) -> None:
    """One Say after another: ours, the other one, and ours again."""
    pieces = (Words("Hello."), Aside("eo", "Saluton."), Words("Press a key."))
    book = with_passage(toy, Passage("x/0", pieces))
    root = ET.fromstring(Renderer(book).render(turn_saying("x/0", HangUp()), ACTION))
    said = [
        (say.get("language"), say.get("voice"), "".join(say.itertext())) for say in root.iter("Say")
    ]
    assert said == [
        ("en-US", "Polly.Joanna", "Hello."),
        ("eo-EO", "Polly.Zamenhof", "Saluton."),
        ("en-US", "Polly.Joanna", "Press a key."),
    ]


def test_a_long_offer_in_another_language_is_cut_as_any_text(toy: Book) -> None:
    """Twilio refuses a Say of more than 3,000 characters in whatever language."""
    book = with_passage(toy, Passage("x/0", (Aside("eo", "vorto & " * 1_000),)))
    root = ET.fromstring(Renderer(book).render(turn_saying("x/0", HangUp()), ACTION))
    says = list(root.iter("Say"))
    assert {say.get("language") for say in says} == {"eo-EO"}
    assert max(len(ET.tostring(say)) for say in says) <= 3_000
    assert sum("".join(say.itertext()).count("vorto") for say in says) == 1_000


def test_callers_may_be_expected_to_say_anything(toy: Book) -> None:
    """No hint can be taken for the place of the address, nor for markup or a second hint."""
    english = dataclasses.replace(toy.languages["en"], hints=("ACTION", 'a  "b" & <b>'))
    service = dataclasses.replace(toy.service, listens=True)
    book = dataclasses.replace(toy, languages={**toy.languages, "en": english}, service=service)
    turn = step(book, opening(book), CallStarted())
    (gather,) = ET.fromstring(Renderer(book).render(turn, ACTION))
    assert gather.get("action") == ACTION
    assert gather.get("hints") == 'ACTION,a  "b" & <b>'


def test_a_line_that_listens_knows_what_may_be_said(book: Book) -> None:
    """Speech in the language of the call, with hints within Twilio's limits, keys as before."""
    turn = step(book, opening(book), CallStarted())
    (gather,) = ET.fromstring(Renderer(book).render(turn, ACTION))
    assert gather.get("input") == "dtmf speech"
    assert gather.get("numDigits") == "1"
    assert gather.get("language") == "en-US"
    assert gather.get("speechTimeout") == "2"
    hints = (gather.get("hints") or "").split(",")
    assert "español" in hints
    assert "english" in hints
    assert len(hints) <= 500
    assert max(map(len, hints)) <= 100


def test_noise_can_interrupt_the_line_twice_and_not_always(book: Book) -> None:
    """After two misunderstandings words are heard when the line has spoken; keys at any time."""
    renderer = Renderer(book)

    def inputs(turn: Turn) -> list[str | None]:
        found = list(ET.fromstring(renderer.render(turn, ACTION)).iter("Gather"))
        assert {gather.get("action") for gather in found} == {ACTION}
        return [gather.get("input") for gather in found]

    noise = SpeechHeard("lorem ipsum")
    first = step(book, opening(book), CallStarted())
    once = step(book, first.state, noise)
    twice = step(book, once.state, noise)
    assert inputs(once) == ["dtmf speech"]
    assert inputs(twice) == ["dtmf", "dtmf speech"]
    assert inputs(step(book, twice.state, DigitsPressed("1"))) == ["dtmf speech"]
    waits, listens = ET.fromstring(renderer.render(twice, ACTION))
    assert waits.get("actionOnEmptyResult") == "false"
    assert waits.find("Say") is not None
    assert listens.get("actionOnEmptyResult") == "true"
    assert listens.find("Say") is None
