"""``ivr learn``: misled utterances, and phrases that really mend them."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.authoring import load
from ivr.authoring.adding import Addition, with_phrases
from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrase_places
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.phrase_search import Search
from ivr.authoring.probes import PHRASE, Line, Probes, Saying
from ivr.authoring.runs import runs
from ivr.cli import main
from tests.manuscripts import write
from tests.talkative import talkative

ASKED = "kion mi demandu kuraciston\tadvice\n"
ADD = re.compile(r'add "(.+)" to (prompts/\S+) \((.+)\)')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a toy book that listens."""
    return talkative(tmp_path / "book")


def learn(root: Path, text: str | bytes, *options: str) -> Result:
    """The command with a file of these lines."""
    file = root.parent / "said.tsv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return CliRunner().invoke(main, ["learn", str(file), str(root), *options])


def sayings(examined: Examined, line: Line) -> Iterator[Saying]:
    """Every phrase of a book, and where it leads."""
    for each in phrase_places(examined.manuscript, examined.service, examined.nodes):
        right = line.destinations.printed(each.destination)
        yield Saying(each.phrase, each.language, right, PHRASE)


def proposed(result: Result) -> list[tuple[str, str, str]]:
    """The phrases, files and keys that were proposed."""
    return ADD.findall(result.stdout)


def test_a_file_that_is_all_right_ends_with_zero(root: Path) -> None:
    """Counts by language, and nothing else."""
    said = f"# header\n\nkettle\tmain.tea\neo\t{ASKED}dev\ten\tsmell smoke\temergency\n"
    result = learn(root, said)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "en: 2 of 2 right (100.0 %)",
        "eo: 1 of 1 right (100.0 %)",
    ]


def test_a_miss_is_shown_with_the_shortest_phrase_that_mends_it(root: Path) -> None:
    """Where it went, what to add, the file, the place; and the phrase mends it when it is added."""
    result = learn(root, "um please steep the oolong quickly\tmain.tea\nkettle\tmain.tea\n")
    assert result.exit_code == 1
    assert "main.tea: 1 miss\n" in result.stdout
    assert '"um please steep the oolong quickly" (line 1) goes to clarify' in result.stdout
    ((phrase, file, key),) = proposed(result)
    assert (file, key) == ("prompts/en/main.yaml", "tea, phrases")
    assert "en: 1 of 2 right (50.0 %); 2 with every phrase above" in result.stdout
    path = root / file
    path.write_text(path.read_text().replace("kettle]", f"kettle, {phrase}]"))
    assert learn(root, "um please steep the oolong quickly\tmain.tea\n").exit_code == 0


@pytest.mark.parametrize(
    "said", ["steep the oolong quickly", "bring gentle cushions", "is it my pot"]
)
def test_no_shorter_phrase_would_do(root: Path, said: str) -> None:
    """Each run of fewer words, added by itself, leaves the utterance misled, or misleads more."""
    ((phrase, _, _),) = proposed(learn(root, f"{said}\tmain.tea\n"))
    examined = Examined(read_manuscript(root), made=load(root))
    line = Line(examined)
    probes = Probes(line, sayings(examined, line))
    words = said.split()
    for begin, end in combinations(range(len(words) + 1), 2):
        shorter = " ".join(words[begin:end])
        if len(line.stems(shorter, "en")) >= len(line.stems(phrase, "en")):
            continue
        added = Addition(shorter, "main.tea", "en")
        grammar = line.with_phrases([added])
        assert (
            line.reached(said, "en", grammar) != "main.tea"
            or not line.leads(added, grammar)
            or list(probes.lost(grammar))
        ), shorter


@pytest.mark.parametrize(
    ("said", "destination", "file", "key"),
    [
        ("en\tonce again", "command:repeat", "prompts/en/speech.yaml", "commands, repeat, phrases"),
        ("en\tproceed along", "command:more", "prompts/en/speech.yaml", "commands, next, phrases"),
        ("en\tverda stelo", "command:esperanto", "prompts/eo/service.yaml", "asked_by"),
        ("eo\tvarma taso", "main.tea", "prompts/eo/main.yaml", "tea, phrases"),
        ("en\tadvise someone", "advice", "prompts/en/main.yaml", "ask, phrases"),
        ("en\tadvise someone", "main.ask", "prompts/en/main.yaml", "ask, phrases"),
        ("en\tblaze upstairs", "emergency", "prompts/en/main.yaml", "fire, phrases"),
    ],
)
def test_each_kind_of_destination_names_its_file(
    root: Path, said: str, destination: str, file: str, key: str
) -> None:
    """A place's words, the commands' file, the other language's own file."""
    result = learn(root, f"{said}\t{destination}\n")
    assert result.exit_code == 1
    assert [found[1:] for found in proposed(result)] == [(file, key)]


def test_one_word_alone_never_becomes_a_phrase_for_danger(root: Path) -> None:
    """It would alarm too many callers; the pattern is for a person to write."""
    result = learn(root, "blaze\temergency\n")
    assert proposed(result) == []
    assert "say it in prompts/en/main.yaml as a pattern (fire, danger)" in result.stdout


def test_a_phrase_never_takes_another_utterance_or_phrase(root: Path) -> None:
    """A run of words that would is passed over for another one."""
    said = "pot boiling over\tmain.tea\n"
    ((alone, _, _),) = proposed(learn(root, said))
    other = f"{alone} awful"
    ((phrase, _, _),) = proposed(learn(root, f"{said}{other}\tmain.hard\n"))
    line = Line(Examined(read_manuscript(root), made=load(root)))
    reached = {
        each: line.reached(other, "en", line.with_phrases([Addition(each, "main.tea", "en")]))
        for each in (alone, phrase)
    }
    assert reached == {alone: "main.tea", phrase: "main.hard"}


def test_two_misses_never_get_the_same_words(root: Path) -> None:
    """What both of them say mends neither, and what only one says does; the same line is told."""
    result = learn(root, "pot lid\tmain.tea\npot broke\tmain.hard\n")
    assert [phrase for phrase, *_ in proposed(result)] == ["lid", "broke"]
    assert "2 with every phrase above" in result.stdout
    same = learn(root, "pot lid\tmain.tea\npot lid\tmain.hard\n")
    assert proposed(same) == []
    assert 'by the same words: main.hard, by "pot lid" (line 2 of the file)' in same.stdout


def test_misses_that_a_phrase_takes_to_its_own_place_are_led_astray(root: Path) -> None:
    """That the line asks instead, or is as wrong as it was, is no loss."""
    line = Line(Examined(read_manuscript(root), made=load(root)))
    said = [Saying(text, "en", "main.tea", "a line") for text in ("pot", "velvet", "cushions")]
    added = [Addition("pot", "main.hard", "en"), Addition("cushions", "main.hard", "en")]
    lost = list(Probes(line, said).lost(line.with_phrases(added), added))
    assert line.reached("cushions", "en", line.with_phrases(added)) == "clarify"
    assert lost == [(said[0], "main.hard")]


def test_one_word_among_fillers_can_be_a_phrase_as_it_was_said(root: Path) -> None:
    """It counts where just that is said, so that the word alone still leads elsewhere."""
    result = learn(root, "the leaves\tmain.soft\nleaves\tmain.tea\n")
    assert [phrase for phrase, *_ in proposed(result)] == ["the leaves"]
    assert "en: 1 of 2 right (50.0 %); 2 with every phrase above" in result.stdout


def test_what_is_barely_understood_is_always_tried_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is enough depends on every phrase: another one can silence it without a common word."""
    monkeypatch.setattr("ivr.authoring.probes.ALL_TRIED", 0)
    monkeypatch.setattr("ivr.dialogue.grammar.listener.ENOUGH", 0.325)
    line = Line(Examined(read_manuscript(root), made=load(root)))
    said = Saying("hot", "en", "main.tea", "a line")
    added = [Addition("velvet pillow on a soft blue chair", "main.soft", "en")]
    lost = Probes(line, [said]).lost(line.with_phrases(added), added)
    assert list(lost) == [(said, "clarify")]


def test_words_of_another_place_can_not_be_mended(root: Path) -> None:
    """Whose words they are is told, in the book or in the file."""
    told = learn(root, "the awful news\tmain.tea\n")
    assert proposed(told) == []
    assert 'reached by the same words: main.hard, by "awful news"' in told.stdout


@pytest.mark.parametrize(
    ("said", "destination", "words"),
    [
        ("i smell smoke", "main.tea", 'the danger "smell smoke"'),
        ("i smell smoke", "main.tea", "prompts/en/main.yaml as a pattern (fire, not_danger)"),
        ("press two", "main.tea", "heard as the key 2"),
        ("yes", "main.tea", "heard as a yes"),
        ("no thanks", "main.tea", "heard as a no"),
        ("kettle", "clarify", "ivr route --explain"),
        ("um please", "main.tea", "nothing but fillers"),
    ],
)
def test_what_no_phrase_can_mend_is_told_with_the_reason(
    root: Path, said: str, destination: str, words: str
) -> None:
    """What comes before phrases is named with the file in which it stands."""
    result = learn(root, f"{said}\t{destination}\n")
    assert result.exit_code == 1
    assert proposed(result) == []
    assert words in result.stdout


def test_the_measured_part_is_never_learned(root: Path) -> None:
    """Its misses are neither shown nor counted, and that is said."""
    result = learn(root, "measured\ten\tsecret words\tmain.tea\ndev\ten\tkettle\tmain.tea\n")
    assert result.exit_code == 0
    assert "secret" not in result.stdout
    assert '1 lines of the part "measured" were left out' in result.stdout


def test_every_bad_line_is_reported_with_its_number(root: Path) -> None:
    """What is wrong, what there is; nothing is tried, and the status is two."""
    said = (
        b"kettle\n\tmain.tea\nfr\tkettle\tmain.tea\nkettle\tmain.tee\nhot\xff\tmain.tea\n"
        b"a\tb\tc\td\te\nheld\ten\tkettle\tmain.tea\nkettle\tlanguage:en\nkettle\tmain.hello\n"
        b"kettle\tmain.tea\n"
    )
    result = learn(root, said)
    assert result.exit_code == 2
    assert result.stdout == ""
    for number, words in enumerate(
        (
            "no tab in it",
            "the utterance is empty",
            "it speaks en, eo",
            'did you mean "main.tea"?',
            "0xff is not valid UTF-8",
            "5 columns",
            "the parts are dev, tuning, measured",
            'no destination "language:en"',
            'no destination "main.hello"',
        ),
        1,
    ):
        (line,) = [line for line in result.stderr.splitlines() if f"said.tsv:{number}: " in line]
        assert words in line
    assert "said.tsv:10" not in result.stderr
    assert "9 lines can't be used" in " ".join(result.stderr.split())


def test_a_file_without_utterances_says_so(root: Path) -> None:
    """Nothing was compared, which is no success to be proud of."""
    result = learn(root, "# nothing\n\n")
    assert result.exit_code == 0
    assert "no utterance in it" in result.stdout


def test_a_language_of_the_lines_can_be_told(root: Path) -> None:
    """Lines that name none are in that one; an unknown one is misuse."""
    assert "eo: 1 of 1" in learn(root, ASKED, "--language", "eo").stdout
    assert learn(root, ASKED, "--language", "fr").exit_code == 2


def test_windows_files_are_read(root: Path) -> None:
    """A byte order mark and carriage returns are no words."""
    assert learn(root, b"\xef\xbb\xbfkettle\tmain.tea\r\n").exit_code == 0


def test_every_proposal_of_many_holds_by_itself(root: Path) -> None:
    """Sifted together, they are still tried alone: nothing of the book or the file goes astray."""
    wanted = {
        "main.tea": ["steep the oolong", "pour boiling water", "porcelain pot", "sugar lumps"],
        "main.hard": ["roses withered", "frost at dawn", "the pot broke"],
        "main.soft": ["velvet pillow", "kind voice", "water lilies"],
        "command:back": ["reverse please", "undo it"],
    }
    said = [(text, name) for name, texts in wanted.items() for text in texts]
    result = learn(root, "".join(f"{text}\t{name}\n" for text, name in said))
    found = proposed(result)
    assert len(found) == len(said)
    assert f"en: 0 of {len(said)} right (0.0 %); {len(said)} with every" in result.stdout
    examined = Examined(read_manuscript(root), made=load(root))
    line = Line(examined)
    others = [Saying(text, "en", name, "a line") for text, name in said]
    phrases = [*sayings(examined, line), *others]
    order = re.findall(r'en  "(.+)" \(line', result.stdout)
    for text, (phrase, _, _) in zip(order, found, strict=True):
        name = dict(said)[text]
        added = Addition(phrase, line.destinations.meant(name), "en")
        grammar = line.with_phrases([added])
        assert line.reached(text, "en", grammar) == name
        assert list(Probes(line, phrases).lost(grammar, [added])) == []


def test_a_grammar_with_phrases_is_that_of_a_book_with_them(tmp_path: Path) -> None:
    """What is tried is what an editor gets who writes the phrase into the file."""
    root = talkative(tmp_path / "book")
    examined = Examined(read_manuscript(root), made=load(root))
    added = [
        Addition("oolong", "main.tea", "en"),
        Addition("undo", "command:back", "en"),
        Addition("verda", "language:eo", "en"),
        Addition("varma", "main.soft", "eo"),
    ]
    line = Line(examined)
    tried = line.with_phrases(added)
    for file, old, new in (
        ("main.yaml", "kettle]", "kettle, oolong]"),
        ("speech.yaml", "[go back]", "[go back, undo]"),
    ):
        path = root / "prompts/en" / file
        path.write_text(path.read_text().replace(old, new))
    path = root / "prompts/eo/service.yaml"
    path.write_text(path.read_text().replace("[esperanto", "[verda, esperanto"))
    path = root / "prompts/eo/main.yaml"
    path.write_text(path.read_text().replace("soft: {", "soft: {phrases: [varma], "))
    written = load(root).grammar
    for said in ("oolong", "undo", "verda", "varma", "kettle", "hot leaves", "esperanto"):
        for language in ("en", "eo"):
            assert tried.understand(said, language) == written.understand(said, language)
    assert line.reached("oolong", "en") == "clarify"
    assert with_phrases(examined.manuscript, []).words == examined.manuscript.words


def test_runs_are_shortest_first_and_hold_no_fillers_at_their_ends() -> None:
    """Words stay in order and as they were said; what is heard twice stands once."""

    def stems(text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split() if word not in ("the", "um"))

    found = runs("Um the Kettle, the can't", stems, {"can't": 5}, frozenset())
    assert [run.phrase for run in found] == ["kettle", "can't", "kettle the can't"]
    assert runs("a b", stems, {}, frozenset("b"))[0].phrase == "b"
    one = runs("um kettle", stems, {}, frozenset())
    assert [run.phrase for run in one] == ["kettle", "um kettle"]
    assert runs("?!", stems, {}, frozenset()) == []
    long = runs(" ".join(map("w".__mul__, range(1, 41))), stems, {}, frozenset())
    assert max(len(run.stems) for run in long[:-1]) <= 6
    assert len(long[-1].stems) == 40


def test_the_shipped_book_learns(tmp_path: Path) -> None:
    """Utterances of the line's own subject, in both of its languages."""
    file = write(
        tmp_path,
        {
            "said.tsv": "en\twhat is hospice\thospice.hospice_what\n"
            "es\tno puedo respirar\temergency\n"
            "en\tmy zeppelin tickets\tpeople.low_vision\n"
        },
    )
    result = CliRunner().invoke(main, ["learn", str(file / "said.tsv")])
    assert result.exit_code == 1
    assert "es: 1 of 1 right" in result.stdout
    ((phrase, place, _),) = proposed(result)
    assert phrase == "zeppelin tickets"
    assert place == "prompts/en/people.yaml"


def test_many_are_sifted_without_taking_from_each_other(root: Path) -> None:
    """Among many misses, a run that would lead another line astray is passed over, too."""
    many = "".join(
        f"{text}\tmain.hard\n" for text in ("frost at dawn", "roses died early", "mud slid down")
    )
    many += "".join(f"{text}\tmain.soft\n" for text in ("kind low voice", "water lilies float"))
    alone, other = "pot", "pot awful\tmain.hard\n"
    first = learn(root, f"pot boiling over\tmain.tea\n{many}")
    then = learn(root, f"pot boiling over\tmain.tea\n{many}{other}")
    assert f'add "{alone}"' in first.stdout
    assert f'add "{alone}"' not in then.stdout
    assert "7 with every phrase above" in then.stdout


def test_a_phrase_that_only_leads_others_astray_is_named(root: Path) -> None:
    """The nurse sees which words would do it, and which line or phrase they would take."""
    result = learn(root, "pot boiling\tmain.tea\npot boiling awful\tmain.hard\n")
    assert proposed(result) == []
    assert 'alone: "pot boiling" would take line 2 to main.tea' in result.stdout


def test_what_all_phrases_together_lead_astray_can_be_told(root: Path) -> None:
    """Each holds by itself; what they do together is looked at once more."""
    line = Line(Examined(read_manuscript(root), made=load(root)))
    search = Search(line, [], [Saying("kettle", "en", "main.tea", PHRASE)])
    added = [Addition("kettle", "main.hard", "en"), Addition("the kettle", "main.hard", "en")]
    assert [(saying.text, got) for saying, got in search.astray(added)] in (
        [("kettle", "main.hard")],
        [("kettle", "clarify")],
    )
