"""Texts to telephones: what they say, and what a line offers that can't send any."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.marks import line_marks
from ivr.authoring.schema import PromptShape, TemplatesShape
from ivr.authoring.segments import segments
from ivr.authoring.texting import TELLING, named_body, plain_body, texts, without
from ivr.authoring.vocabulary import Vocabulary
from ivr.authoring.wordings import wordings
from ivr.dialogue import Book
from ivr.dialogue.errands import NAMED, PLAIN
from ivr.dialogue.nodes import Read, Record, Save, Text, targets
from ivr.settings import shipped_book
from tests.manuscripts import quiet_book

NUMBER = re.compile(r"\b(?:\d+-)*\d{3,}\b")

LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])

WITHOUT_WORDS = {"hospice.hospice_where"}
"""Readings of which nothing is sent with names: no number, and nothing neutral to say."""


def bodies(book: Book, language: str, kind: str) -> dict[str, str]:
    """The bodies of a kind, by the reading."""
    found = book.languages[language].texts.items()
    return {name.removeprefix(kind): body for name, body in found if name.startswith(kind)}


def readings(book: Book) -> set[str]:
    """The readings that answer no danger."""
    every = {node.id for node in book.nodes.values() if isinstance(node, Read)}
    return every - set(book.service.danger.values())


@pytest.fixture(scope="module")
def english() -> tuple[Vocabulary, TemplatesShape]:
    """The English words of the shipped book."""
    manuscript = read_manuscript(shipped_book())
    own = manuscript.words["en"].service
    assert manuscript.service is not None
    assert own is not None
    return Vocabulary(manuscript, manuscript.service, "en"), own.templates


@LANGUAGES
def test_every_reading_has_a_text(book: Book, language: str) -> None:
    """So that a caller who asks for one gets one: with numbers alone of each, but in danger."""
    assert set(bodies(book, language, PLAIN)) == readings(book)
    assert set(bodies(book, language, NAMED)) == readings(book) - WITHOUT_WORDS


def test_who_hears_of_danger_is_offered_no_text(book: Book) -> None:
    """They shall do what they hear, and every other reading offers one."""
    for node in book.nodes.values():
        if isinstance(node, Read):
            offers = any(isinstance(book.nodes[target], Text) for target in targets(node))
            assert offers == (node.id in readings(book)), node.id


@LANGUAGES
def test_a_plain_text_holds_nothing_but_numbers(book: Book, language: str) -> None:
    """Nobody who sees it can tell what the call was about: the same words, and no 911 or 988."""
    frames = set()
    for body in bodies(book, language, PLAIN).values():
        numbers = NUMBER.findall(body)
        assert numbers
        assert TELLING.isdisjoint(numbers)
        frames.add(NUMBER.sub("", body).replace(",", "").replace(" ", ""))
    assert len(frames) == 1


@LANGUAGES
def test_a_named_text_is_short_and_whole(book: Book, language: str) -> None:
    """No marks, no digits one by one, a full stop before how to end texts, two messages at most."""
    for reading, body in bodies(book, language, NAMED).items():
        assert segments(body) <= 2, reading
        assert not set("{}<>") & set(body)
        assert not re.search(r"\b\d \d\b", body)
        assert re.search(r"[.?] (?:Reply|Responda) STOP [^.]+\.$", body), reading


@LANGUAGES
def test_a_text_gives_only_numbers_of_its_own_reading(book: Book, language: str) -> None:
    """Whoever signs for a reading has heard every number that is sent of it."""
    words = read_manuscript(shipped_book()).words[language]
    for reading in readings(book):
        flow, _, name = reading.partition(".")
        prompt = words.prompts[flow][name]
        said = {mark for part in prompt.say for mark in line_marks(part)}
        assert set(line_marks(prompt.text or "")) <= said, reading


@LANGUAGES
def test_no_text_tells_of_cure_or_death(book: Book, language: str) -> None:
    """What is hard to hear is not left on a telephone to be found."""
    hard = re.compile(
        r"\b(?:cur(?:e|ed|a|ar)|d(?:ie|ying|eath)|mori\w*|muerte|years? to|survi\w+)\b"
    )
    assert not [
        body for body in bodies(book, language, NAMED).values() if hard.search(body.lower())
    ]


def test_words_of_its_own_are_sent_as_they_are(english: tuple[Vocabulary, TemplatesShape]) -> None:
    """With the name and the number in written form, and nothing of what is said."""
    prompt = PromptShape(say=["Call {number:nci}."], text="Ask {name:acs}:\n {number:acs}.")
    body = named_body(*english, prompt)
    assert body == (
        "Careline: Ask the American Cancer Society: 1-800-227-2345. Reply STOP to end texts."
    )


def test_without_words_the_lines_are_sent(english: tuple[Vocabulary, TemplatesShape]) -> None:
    """Each whose number is given, once, by name; what is told of hours is no number."""
    say = ["{number:crisis} {hours:komen}", "{name:acs} {number:abcd} {number:crisis}"]
    assert named_body(*english, PromptShape(say=say)) == (
        "Careline: The 988 Lifeline: 988. The mentor line called ABCD: 1-800-977-4121. "
        "Reply STOP to end texts."
    )


def test_a_number_that_tells_is_in_no_plain_text(
    english: tuple[Vocabulary, TemplatesShape],
) -> None:
    """And with no other number there is no plain text at all."""
    say = ["{number:crisis} {number:emergency}"]
    assert plain_body(*english, PromptShape(say=say)) == ""
    assert "988" not in plain_body(*english, PromptShape(say=[*say, "{number:relay}"]))


def test_a_reading_with_neither_words_nor_numbers_has_no_named_text(
    english: tuple[Vocabulary, TemplatesShape],
) -> None:
    """Rather none than a template with nothing in it."""
    assert named_body(*english, PromptShape(say=["Take care."])) == ""


def test_a_line_without_text_nodes_makes_none(
    book: Book, english: tuple[Vocabulary, TemplatesShape]
) -> None:
    """Nothing would send them."""
    kept = without(book.nodes, (Text,))
    assert texts(kept, *english, danger=()) == {}


def test_a_text_is_signed_for() -> None:
    """It is part of the words of its node: an approval lapses when it changes."""
    (wording,) = [
        each for each in wordings(read_manuscript(shipped_book())) if each.id == "en/care.trials"
    ]
    assert "text" in dict(wording.heard)


@pytest.mark.parametrize("mark", ["{pause}", "{number:ncy}", "{hours:acs}"])
def test_a_mark_that_can_not_be_read_is_reported(tmp_path: Path, mark: str) -> None:
    """A telephone would show the braces, or nothing."""
    quiet_book(tmp_path)
    change(tmp_path / "prompts/en/care.yaml", "    A trial is a study", f"    {mark} A trial is")
    found = [problem.message for problem in check(tmp_path, EXAMPLE_DAY).problems]
    assert f'"{mark}" can\'t be sent' in found


def test_a_text_in_one_language_only_is_reported(tmp_path: Path) -> None:
    """Callers in the other would be sent less."""
    quiet_book(tmp_path)
    path = tmp_path / "prompts/es/hospice.yaml"
    path.write_text(re.sub(r"  text: >-\n(?:    .*\n)+", "", path.read_text(), count=1))
    found = check(tmp_path, EXAMPLE_DAY, only={"uneven-languages"}).problems
    assert '"hospice_what" has words to be sent as a text in "en", and none in "es"' in [
        problem.message for problem in found
    ]


def test_words_to_send_of_danger_are_reported(tmp_path: Path) -> None:
    """They would never be sent."""
    quiet_book(tmp_path)
    change(tmp_path / "prompts/en/safety.yaml", "emergency:\n", "emergency:\n  text: Dial 911.\n")
    (problem,) = check(tmp_path, EXAMPLE_DAY, only={"unsent-text"}).problems
    assert problem.message == '"safety.emergency" answers danger, so no text is sent of it'


def change(path: Path, good: str, bad: str) -> None:
    """Replace some words of a file, once."""
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


@pytest.mark.parametrize("kinds", [(Text,), (Save, Record), (Text, Save, Record)])
def test_nothing_leads_to_what_is_left_out(book: Book, kinds: tuple[type, ...]) -> None:
    """No key, no way on, and no menu that would be empty."""
    kept = without(book.nodes, kinds)
    assert not any(isinstance(node, kinds) for node in kept.values())
    for node in kept.values():
        assert set(targets(node)) <= set(kept)
        assert targets(node) or type(node).__name__ == "Goodbye"


def test_leaving_out_changes_nothing_else(book: Book) -> None:
    """Texts that are only heard stay, in the same order."""
    kept = list(without(book.nodes, (Text, Save, Record)))
    order = {name: at for at, name in enumerate(book.nodes)}
    assert all(order[one] < order[other] for one, other in pairwise(kept))
    assert {name for name, node in book.nodes.items() if isinstance(node, Read)} <= set(kept)
