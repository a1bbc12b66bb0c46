"""The documentation says what is there: commands, settings, topics, links."""

import re
import shlex
from dataclasses import asdict
from pathlib import Path

import pytest

from ivr import settings
from ivr.authoring import schema
from ivr.authoring.approvals import MOST_MONTHS
from ivr.authoring.governance import MOST_DAYS
from ivr.authoring.marks import FORMS
from ivr.authoring.rules import RULES
from ivr.cli import main, signing
from ivr.cli.pages import FIGURES_MARK, MARK, made_figures, made_page
from ivr.dialogue import Book, Command, Phrase
from ivr.dialogue.nodes import Read
from ivr.dialogue.wording import Words
from ivr.phone import callfile
from ivr.phone.callshape import StepShape
from ivr.retention import Retention
from ivr.speech.recordings import recording_name
from ivr.speech.voices import ENGINES

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
README = (ROOT / "README.md").read_text()
CONTENT = (ROOT / "docs" / "content.md").read_text()


def test_every_make_target_of_the_readme_exists() -> None:
    """What the README tells to type can be typed."""
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"(?:\$ |`)make ([a-z]+)", README))
    assert {"run", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    """The README names each command of ivr, and no other."""
    named = set(re.findall(r"\bivr ([a-z]+)\b", README))
    assert named == set(main.commands)


def test_every_variable_is_documented() -> None:
    """Each environment variable that is read stands in the README's table, and no other."""
    source = Path(settings.__file__).read_text() + (ROOT / "flows" / "service.yaml").read_text()
    read = set(re.findall(r"\b(?:IVR|TWILIO)_[A-Z_]*[A-Z]\b", source))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert documented == read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link to a file of the project names a file that is there."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def rows() -> list[tuple[str, str, str]]:
    """The rows of docs/content.md: statement, topic, and the words that say it."""
    found = re.findall(r"^\| (.+?) \| `([a-z_.]+)` \| .+? \| (.+?) \|$", CONTENT, re.MULTILINE)
    return [(statement, topic, heard.strip("“”")) for statement, topic, heard in found]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[1]}: {row[0][:40]}")
def test_each_fact_is_spoken_where_the_table_says(row: tuple[str, str, str], book: Book) -> None:
    """The words that the table quotes are spoken by the topic that it names."""
    _, topic, heard = row
    passages = book.languages["en"].passages
    text = " ".join(
        piece.text
        for part in range(book.languages["en"].parts[topic])
        for piece in passages[f"{topic}/{part}"].pieces
        if isinstance(piece, Words)
    )
    for quoted in heard.split(" … "):
        assert " ".join(quoted.split()).lower() in " ".join(text.split()).lower()


def test_every_topic_is_in_the_table(book: Book) -> None:
    """No text is read that the table does not account for."""
    mapped = {topic for _, topic, _ in rows()}
    topics = {name for name, node in book.nodes.items() if isinstance(node, Read)}
    assert topics - mapped == set()


def test_the_readme_says_that_nobody_has_approved_the_words() -> None:
    """The honest notice stands near the top."""
    assert "approved by a clinician" in README[: README.index("## Try it")]


WRITING = (ROOT / "docs" / "writing.md").read_text()
SPEECH = (ROOT / "docs" / "speech.md").read_text()
KEBAB = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')


def test_everything_that_an_editor_can_write_is_documented() -> None:
    """Each kind, key, mark, phrase and step has its row; what is heard may stand in speech.md."""
    written = {f"`{name}`" for name in (*schema.KINDS, *schema.PromptShape.model_fields)}
    written |= {f"`{phrase}`" for phrase in Phrase}
    written |= {f"`{command}`" for command in Command}
    steps = {f"| `{name}:" for name in StepShape.model_fields}
    marks = {form.partition(":")[0] for form in FORMS}
    missing = {text for text in written | steps | marks if text not in WRITING}
    assert missing == set()
    heard = (
        schema.SpeechShape, schema.NumbersShape, schema.SpokenCommandsShape,
        schema.SpeechRulesShape,
    )  # fmt: skip
    keys = {f"`{name}`" for shape in heard for name in shape.model_fields}
    assert {key for key in keys if key not in WRITING + SPEECH} == set()


def test_every_rule_stands_in_docs_checks_as_it_is() -> None:
    """The trial and the rules of docs/checks.md show the messages that the code gives now."""
    page = (ROOT / "docs" / "checks.md").read_text()
    assert page.partition(f"{MARK}\n")[2] == made_page(), "run `make docs`"


def test_the_reading_figures_are_those_of_the_shipped_texts() -> None:
    """docs/content.md holds the figures that `make docs` would write now."""
    assert CONTENT.partition(f"{FIGURES_MARK}\n")[2] == made_figures(), "run `make docs`"


def test_what_a_person_who_approves_meets_is_documented() -> None:
    """Options of both commands, what a refusal is called, and the limits that apply."""
    page = (ROOT / "docs" / "approving.md").read_text()
    options = {
        max(option.opts, key=len)
        for name in ("approve", "review")
        for option in main.commands[name].params
        if option.param_type_name == "option"
    }
    assert {option for option in options if option not in page} == set()
    assert f"`{signing.RULE}`" in page
    assert f"{MOST_DAYS} days" in page
    assert f"{MOST_MONTHS} months" in page


def test_how_long_records_are_kept_is_documented() -> None:
    """Each kind stands in docs/records.md with its days, and no other kind does."""
    page = (ROOT / "docs" / "records.md").read_text()
    rows = re.findall(r"^\| `([a-z_]+)` \|.*\| (\d+)[a-z ]* \|$", page, re.MULTILINE)
    assert {kind: int(days) for kind, days in rows} == asdict(Retention())


def test_every_rule_of_a_call_file_is_documented() -> None:
    """What only `ivr test` says stands in docs/writing.md."""
    table = WRITING.partition("## Calls")[2]
    named = set(KEBAB.findall(Path(callfile.__file__).read_text()))
    for rule in named - set(RULES):
        assert f"`{rule}`" in table


SOUND = (ROOT / "docs" / "sound.md").read_text()


def test_what_ivr_render_can_do_is_documented() -> None:
    """Its options, its engines, and what `ivr call` does with sound."""
    options = {
        max(option.opts, key=len)
        for option in main.commands["render"].params
        if option.param_type_name == "option"
    }
    options |= {"--aloud", "--record"}
    assert {option for option in options if f"`{option}" not in SOUND} == set()
    assert {engine for engine in ENGINES if f"| `{engine}` |" not in SOUND} == set()


def test_recordings_that_docs_sound_names_would_be_played(book: Book) -> None:
    """Each file that the page gives as an example is named after a text of the shipped book."""
    names = {f"{recording_name(passage)}.wav" for passage in book.languages["en"].passages}
    shown = set(re.findall(r"`([a-z_0-9.-]+\.wav)`", SOUND))
    assert len(shown) > 8
    assert shown - names == set()


@pytest.mark.parametrize(
    "page", ["sound.md", "speech.md", "approving.md", "jobs.md", "../README.md"]
)
def test_commands_of_a_page_are_ones_that_ivr_takes(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their options are there, and files that they read are those of the project."""
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / page).read_text()
    commands = re.findall(r"^\$ (?:.*\| )?\.venv/bin/ivr ([a-z]+)(.*)$", text, re.MULTILINE)
    for name, rest in commands:
        arguments = shlex.split(rest.replace("said.tsv", "README.md"), comments=True)
        main.commands[name].make_context(name, arguments).close()
    assert commands
