"""The grammar: an utterance becomes one meaning, whatever recognisers make of it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring import load
from ivr.authoring.example import STARTER
from ivr.dialogue import Book
from ivr.dialogue.grammar import (
    Consent,
    Danger,
    Destination,
    Grammar,
    Meaning,
    NumberWords,
    Speech,
    SpeechWords,
    SpokenKey,
    Unclear,
    Unsure,
)
from ivr.dialogue.grammar.spelling import Vocabulary
from ivr.dialogue.grammar.words import Rewriting, counted, folded

EMERGENCY, CRISIS = "safety.emergency", "safety.crisis"

ENGLISH = NumberWords(
    values={"zero": 0, "oh": 0, "one": 1, "two": 2, "six": 6, "eight": 8, "nine": 9, "thirty": 30,
            "hundred": 100},
    half=frozenset({"half"}), point=frozenset({"point"}), joins=frozenset({"and", "a"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("one hundred and one", ["101"]),
        ("a hundred and two", ["a", "102"]),
        ("thirty eight and a half", ["38.5"]),
        ("one oh one", ["101"]),
        ("one hundred point six", ["100.6"]),
        ("101,5", ["101.5"]),
        ("nine one one", ["911"]),
        ("9-1-1", ["911"]),
        ("two one", ["2", "1"]),
        ("hundred of them", ["100", "of", "them"]),
    ],
)
def test_numbers_are_digits_however_they_are_said(said: str, meant: list[str]) -> None:
    """Words, digits, decimals and halves come to the same."""
    assert counted(folded(said), ENGLISH) == meant


def test_accents_capitals_and_apostrophes_make_no_difference() -> None:
    """As recognisers write it, or as an editor does."""
    assert folded("¿Qué ES, niño?") == [",", "que", "es", ",", "nino", ","]
    assert folded("Can't") == folded("can’t") == ["cant"]  # noqa: RUF001 - what phones write


def test_the_longest_rewriting_wins() -> None:
    """What is heard is replaced once, from left to right."""
    rewriting = Rewriting({("a",): ("x",), ("a", "b"): ("y",), ("c",): ()})
    assert rewriting(["a", "b", "a", "c", "d"]) == ["y", "x", "d"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["metstatic"], ["metastatic"]),
        (["met", "a", "static"], ["metastatic"]),
        (["su", "y", "cidarme"], ["suicidarme"]),
        (["aogo"], ["ahogo"]),
        (["hospis"], ["hospice"]),
        (["weather"], ["weather"]),
    ],
)
def test_unknown_words_are_taken_for_what_they_sound_like(
    said: list[str], meant: list[str]
) -> None:
    """Split words are joined; a word that resembles none stays as it is."""
    known = ["metastatic", "suicidarme", "ahogo", "hospice", "su", "y", "a", "met"]
    assert Vocabulary("xx", known).corrected(said) == meant


@pytest.mark.parametrize(
    ("language", "utterance", "node"),
    [
        ("en", "i can't breathe", EMERGENCY),
        ("en", "I have a fever of one hundred and one and I am on chemo", EMERGENCY),
        ("en", "what do i do if i get a fever on chemo", EMERGENCY),
        ("en", "my husband is having a seizure", EMERGENCY),
        ("en", "no no chest pain but i can not stop the bleeding", EMERGENCY),
        ("en", "i want to die", CRISIS),
        ("en", "my sister says she wants to end her life", CRISIS),
        ("en", "no puedo respirar", EMERGENCY),
        ("es", "no puedo respirar", EMERGENCY),
        ("es", "no pue do res pirar", EMERGENCY),
        ("es", "tengo treinta y ocho y medio de temperatura y ando en quimio", EMERGENCY),
        ("es", "mi mama no despierta", EMERGENCY),
        ("es", "me quiero morir", CRISIS),
        ("es", "mejor estarian sin mi", CRISIS),
        ("es", "i want to kill myself", CRISIS),
    ],
)
def test_danger_is_heard(book: Book, language: str, utterance: str, node: str) -> None:
    """One's own or another's, as a question or a cry, in either language."""
    meaning = book.grammar.understand(utterance, language)
    assert isinstance(meaning, Danger)
    assert meaning.node == node


@pytest.mark.parametrize(
    ("language", "utterance"),
    [
        ("en", "i don't have chest pain"),
        ("en", "i am dying to know what a pet scan is like"),
        ("en", "this menu is killing me"),
        ("en", "go back to the menu"),
        ("en", "i am not suicidal i just want a hospice near me"),
        ("en", "do i have to be dying to get hospice"),
        ("en", "my husband died last month"),
        ("en", "i had a seizure years ago and want to know about the mri"),
        ("es", "me muero de ganas de saber qué es la resonancia"),
        ("es", "no tengo dolor de pecho"),
        ("es", "mi esposo murió el mes pasado"),
        ("es", "regresar al menú"),
    ],
)
def test_what_only_sounds_like_danger_is_none(book: Book, language: str, utterance: str) -> None:
    """Idioms, denials, what is long past, and the death of somebody else."""
    assert not isinstance(book.grammar.understand(utterance, language), Danger)


@pytest.mark.parametrize(
    ("language", "utterance", "key"),
    [
        ("en", "One.", "1"),
        ("en", "press tu", "2"),
        ("en", "number two please", "2"),
        ("en", "um option tree", "3"),
        ("en", "five five", "5"),
        ("en", "star", "*"),
        ("es", "oprima el dos por favor", "2"),
        ("es", "la opción tres", "3"),
        ("en", "la tres", "3"),
    ],
)
def test_keys_have_names(book: Book, language: str, utterance: str, key: str) -> None:
    """Misheard, repeated and polite, in either language."""
    assert book.grammar.understand(utterance, language) == SpokenKey(key)


@pytest.mark.parametrize(
    ("language", "utterance", "yes"),
    [
        ("en", "Yes, please.", True),
        ("en", "nope", False),
        ("es", "sí", True),
        ("es", "no gracias", False),
    ],
)
def test_a_short_answer_is_a_consent(
    book: Book, language: str, utterance: str, *, yes: bool
) -> None:
    """A yes or a no, and nothing else."""
    assert book.grammar.understand(utterance, language) == Consent(yes)


def test_what_is_denied_does_not_lead_there(book: Book) -> None:
    """Not hospice is not hospice."""
    meaning = book.grammar.understand("not hospice", "en")
    assert not (isinstance(meaning, Destination) and meaning.name.startswith("hospice"))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "treatment"), ("en", "bones"), ("es", "tratamiento")]
)
def test_a_word_for_many_things_is_asked_about(book: Book, language: str, word: str) -> None:
    """With two or three places, and never danger."""
    meaning = book.grammar.understand(word, language)
    assert isinstance(meaning, Unsure)
    assert 2 <= len(meaning.names) <= 3
    assert not {EMERGENCY, CRISIS} & {*meaning.names}


def test_the_other_language_is_understood(book: Book) -> None:
    """What was said tells the language; what both languages have belongs to the call's."""
    assert book.grammar.understand("qué es una biopsia", "en") == Destination(
        "care.test_exam_biopsy", "es"
    )
    assert book.grammar.understand("hospice", "en") == Destination("hospice.hospice_what", "en")


QUESTIONS = {
    "en": (
        "what are the side effects of tamoxifen", "what is hospice", "does a bone scan hurt",
        "what does an mri feel like", "how do i pay for hospice", "what is a ct scan",
        "tell me about clinical trials", "i want a support group", "how do i tell my children",
    ),
    "es": (
        "qué es una tomografía", "qué es el hospicio", "duele la gammagrafía de los huesos",
        "efectos secundarios del tamoxifeno", "quién paga el hospicio", "un grupo de apoyo",
        "qué son los cuidados paliativos", "cómo les digo a mis hijos", "qué es una resonancia",
    ),
}  # fmt: skip
CRIES = {
    "en": (
        "i can't breathe", "my chest hurts", "my husband just collapsed", "i took too many pills",
        "i want to die", "she isn't breathing", "i'm bleeding a lot", "i want to kill myself",
        "my wife passed out", "i have a fever of 102", "he won't wake up", "i have a gun",
        "my tongue is swelling up", "i can't feel my legs", "my speech is slurred",
    ),
    "es": (
        "no puedo respirar", "me duele mucho el pecho", "mi esposo se desmayó", "me quiero morir",
        "me tomé muchas pastillas", "estoy sangrando mucho", "mi mamá no despierta",
        "me quiero matar", "tengo fiebre de 39", "no siento las piernas", "tengo una pistola",
        "se me hincha la lengua", "le dio un ataque a mi esposo", "mi esposo no reacciona",
    ),
}  # fmt: skip
JOINED = {
    "en": ("{0} {1}", "{1} {0}", "{0} because {1}", "{0} and {1} right now"),
    "es": ("{0} {1}", "{1} {0}", "{0} porque {1}", "{0} y {1} ahora mismo"),
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_danger_beside_a_question_is_danger(book: Book, language: str) -> None:
    """Whatever a caller asks in the same breath, and in whichever order."""
    said = [
        form.format(question, cry)
        for question in QUESTIONS[language]
        for cry in CRIES[language]
        for form in JOINED[language]
    ]
    assert len(said) > 500
    understood = book.grammar.understand
    assert [one for one in said if not isinstance(understood(one, language), Danger)] == []


def test_no_phrase_of_a_topic_hides_danger() -> None:
    """Whoever writes a cry for help under a topic does not turn danger off."""
    speech = Speech(
        words=SpeechWords(ENGLISH),
        phrases={"a": ["i cannot breathe", "air"], "b": ["bread", "butter"]},
        dangers={"d": ["cannot breathe"]},
    )
    assert Grammar({"en": speech}).understand("i cannot breathe", "en") == Danger("d", "en")


def test_nothing_written_is_nothing_understood() -> None:
    """A language without words hears that somebody spoke, and no more."""
    grammar = Grammar({"en": Speech(words=SpeechWords(ENGLISH), phrases={})})
    assert not grammar.listens
    assert grammar.understand("hospice", "en") == Unclear()


def test_phrases_of_a_small_book_are_understood_in_a_sentence() -> None:
    """A small book needs no hundred phrases to be useful."""
    meaning = load(STARTER).grammar.understand("um hello i just found a dog out here", "en")
    assert meaning == Destination("main.found", "en")


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(["no", "not", "hospice", "breathe", "cannot", "one", "y", "911", "!"]),
        max_size=60,
    ).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(utterance=TEXTS, language=st.sampled_from(["en", "es", "xx"]))
def test_every_text_has_one_meaning(book: Book, utterance: str, language: str) -> None:
    """One of the kinds there are, the same one every time."""
    meaning = book.grammar.understand(utterance, language)
    assert isinstance(meaning, Meaning)
    assert book.grammar.understand(utterance, language) == meaning


@pytest.mark.parametrize(
    "noise",
    ["a " * 50_000, "1" * 100_000, "no " * 30_000, "." * 100_000, "á" * 100_000, "cannot " * 15_000,
     "one hundred and " * 8_000, "x" * 100_000, "\u0661 \u2461 \u00b3 " * 10_000],
)  # fmt: skip
def test_no_noise_takes_long(book: Book, noise: str) -> None:
    """No regular expression, no pattern and no number blows up: a thousand times what is due."""
    begun = time.process_time()
    assert isinstance(book.grammar.understand(noise, "en"), Meaning)
    assert time.process_time() - begun < 5
