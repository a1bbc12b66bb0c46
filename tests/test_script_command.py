"""``ivr script``: every word on paper, each once, with what a reviewer has to know."""

import json
import os
import re
import subprocess
from collections import Counter
from html import unescape
from pathlib import Path
from shutil import copytree, rmtree, which

import pytest
from click.testing import CliRunner, Result

from ivr.authoring import load
from ivr.authoring.approvals import fingerprint
from ivr.authoring.examined import Examined
from ivr.authoring.example import STARTER
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.wordings import Wording, wordings
from ivr.cli import main
from ivr.dialogue.nodes import Menu
from ivr.settings import shipped_book
from tests.manuscripts import toy_files, write

GIT = which("git") or "git"
SIGNED = re.compile(r"\b[a-z]+/[a-z_]+\.[^\s@<]+@[0-9a-f]{16}\b")
APPROVALS = "prompts/approvals.yaml"


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The toy book in a folder of its own."""
    return write(tmp_path / "toy", toy_files())


def run(*arguments: object) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["script", *map(str, arguments)])


def told(*arguments: object) -> str:
    """What the command writes when all is well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def markdown(*arguments: object) -> str:
    """The script as Markdown."""
    return told(*arguments, "--format", "markdown")


def html_text(html: str) -> str:
    """What a page shows, with its white space folded."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(body).split())


def rewrite(root: Path, file: str, old: str, new: str) -> None:
    """Change a file of a book, which has to hold what is changed."""
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def signed(root: Path) -> list[str]:
    """Each text of a book as `ivr approve` takes it."""
    return [f"{each.id}@{fingerprint(each)}" for each in wordings(read_manuscript(root))]


def approve(root: Path, *ids: str) -> None:
    """Record approvals of texts as they are."""
    texts: dict[str, Wording] = {each.id: each for each in wordings(read_manuscript(root))}
    recorded = {
        name: {
            "hash": fingerprint(texts[name]),
            "by": "Ana Ruiz",
            "role": "nurse",
            "day": "2026-11-01",
            "words": [{"what": what, "words": words} for what, words in texts[name].heard],
        }
        for name in ids
    }
    (root / APPROVALS).write_text(json.dumps(recorded))


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_every_text_stands_there_once(toy: Path, form: str) -> None:
    """Each text of the shipped book and of two languages, with its fingerprint, exactly once."""
    for root in (shipped_book(), toy):
        page = told(root, "--format", form).replace("\\", "")
        assert Counter(SIGNED.findall(page)) == Counter(signed(root))


@pytest.mark.parametrize("start", ["menu", "greeting", "soft", "nurse"])
def test_every_text_stands_there_once_however_a_call_begins(toy: Path, start: str) -> None:
    """With a menu, a fork, a menu of its own, or a transfer."""
    rewrite(toy, "flows/service.yaml", "start: main.hello", f"start: main.{start}")
    page = markdown(toy).replace("\\", "")
    assert Counter(SIGNED.findall(page)) == Counter(signed(toy))


def test_every_part_is_shown_as_it_is_spoken() -> None:
    """No mark is left in any part of the shipped book, and numbers stand in their groups."""
    page = html_text(told())
    assert "at 1-800-227-2345 (said twice, slowly)" in page
    assert "For a person, press 0." in page
    assert "HER2. (said “her two”)" in page
    assert "MRI (letter by letter)" in page
    assert "They answer day and night. (opening hours)" in page
    own = page.index("How choices, keys and hours are spoken", page.index("Apology"))
    assert "{" not in page[page.index("1. How a call begins") : own]


def test_languages_stand_side_by_side(toy: Path) -> None:
    """A row holds one part in each language, in the order of the line's languages."""
    lines = markdown(toy).splitlines()
    assert "| Part 2 | Tea two in English. | Tea two en Esperanto. |" in lines
    assert "| main.tea | English | Esperanto |" in lines
    page = told(toy)
    assert '<td lang="en-US">Tea two in English.</td>\n<td lang="eo-EO">Tea two' in page


def test_one_language_can_be_asked_for(toy: Path) -> None:
    """Nothing of the others stands there then; one that is not spoken is misuse."""
    page = markdown(toy, "--language", "eo")
    assert "en Esperanto" in page
    assert "in English" not in page
    result = run(toy, "--language", "fr")
    assert result.exit_code == 2
    assert "the line speaks en, eo" in result.output


def test_texts_stand_in_the_order_of_the_call(toy: Path) -> None:
    """The greeting, the menu, what is below it depth first by key, a person, and the end."""
    names = re.findall(r"^\| (main\\?\.\S+) \| English", markdown(toy), re.MULTILINE)
    assert names == [
        "main.hello",
        "main.menu",
        "main.tea",
        "main.hard",
        "main.soft",
        "main.greeting",
        "main.nurse",
        "main.bye",
    ]


def test_the_keys_that_lead_to_a_text_lead_there() -> None:
    """Whoever follows the keys of the script through the menus comes to the text."""
    book = load(shipped_book())
    page = markdown().replace("\\", "")
    ways = re.findall(r"- Keys: main menu((?:, \d)*)\n(?:- .*\n)*\n\| (\S+) \|", page)
    assert len(ways) > 50
    for keys, name in ways:
        at = book.nodes[book.service.main_menu]
        for key in re.findall(r"\d", keys):
            assert isinstance(at, Menu)
            at = book.nodes[at.options[key]]
        assert at.id == name


def test_a_menu_stands_as_it_is_spoken() -> None:
    """Its choices are there, word by word, with the keys."""
    page = markdown()
    assert "For cancer coming back, press 1. ‖ tests and treatment, press 2. ‖" in page


def test_sources_are_named_with_their_owner() -> None:
    """A reviewer reads a title and an owner, and not an id."""
    assert "Recurrent breast cancer (American Cancer Society)" in told()


def test_the_front_page_tells_what_is_approved(toy: Path) -> None:
    """Nothing at first; then who approved a text, and that it lapses with the words."""
    page = html_text(told(toy))
    assert "No text is approved until a clinician's approval" in page
    texts = sum(each.language == "en" for each in wordings(read_manuscript(toy)))
    assert f"English {texts} 0 {texts} " in page
    approve(toy, "en/main.hello", "en/main.tea")
    rewrite(toy, "prompts/en/main.yaml", "Tea one", "Green tea one")
    page = html_text(told(toy))
    assert f"English {texts} 1 {texts - 1} " in page
    assert "approved: Ana Ruiz, nurse, 2026-11-01" in page
    assert "lapsed: changed since it was approved by Ana Ruiz, nurse, 2026-11-01" in page


def test_reading_and_seconds_are_told() -> None:
    """By the scale of the language, and at the normal pace."""
    page = markdown()
    assert re.search(r"reading: grade \d\.\d \(target 6; lower is easier\)<br>\d+ s \|", page)


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_what_a_text_holds_is_no_markup(toy: Path, form: str) -> None:
    """Signs that HTML or Markdown would take for their own come out as they are."""
    nasty = "a <b>|x|</b> *y* _z_ `q` [l](m) ~~s~~ & &amp; # end"
    rewrite(toy, "prompts/en/main.yaml", "{say: Hello in English.}", f"{{say: '{nasty}'}}")
    rewrite(toy, "prompts/en/main.yaml", "label: hard things", "label: <i>*hard*</i>")
    rewrite(toy, "prompts/sources.yaml", "title: Leaf", "title: '<u>*Leaf*</u>'")
    page = told(toy, "--format", form)
    if form == "html":
        assert nasty in html_text(page)
        assert not re.search(r"<[biu]>", page)
    else:
        assert r"a \<b\>\|x\|\</b\> \*y\* \_z\_ \`q\` \[l\](m) \~\~s\~\~ \& \&amp; \# end" in page
        assert not re.search(r"(?<!\\)<[biu]>", page)


def test_cards_hold_what_to_press() -> None:
    """Each option of the main menu and below it with its keys, and the six keys of everywhere."""
    book = load(shipped_book())
    page = html_text(told("--cards", "--number", "+1 800 555 0100"))
    vocabulary = Examined(read_manuscript(shipped_book())).vocabularies["en"]
    main_menu = book.nodes[book.service.main_menu]
    assert isinstance(main_menu, Menu)
    for key, target in main_menu.options.items():
        below = book.nodes[target]
        assert isinstance(below, Menu)
        steps = {key: target, **{f"{key} {each}": at for each, at in below.options.items()}}
        for keys, at in steps.items():
            assert f"{keys} {vocabulary.label(at)}".lower() in page.lower()
    assert "+1 800 555 0100" in page
    assert "hang up and dial 9 1 1" in page
    for line in ("0 a person to talk to", "* go back", "# skip ahead", "9 hear it again"):
        assert line in page
    assert "7 slower" in page


def test_a_card_is_in_its_language(toy: Path) -> None:
    """Each card has its language told, and holds no word of another."""
    page = told(toy, "--cards")
    cards = re.findall(r'<article lang="(.*?)".*?>(.*?)</article>', page, re.DOTALL)
    assert [language for language, _ in cards] == ["en-US", "eo-EO"]
    assert "en Esperanto" not in cards[0][1]
    assert "in English" not in cards[1][1]
    assert "The card's language" in unescape(cards[1][1])


def test_a_line_of_one_language_offers_no_other_on_its_card() -> None:
    """A key that does nothing for a caller is not printed."""
    card = html_text(told(STARTER, "--cards"))
    assert "9 hear it again" in card
    assert "another language" not in card


def test_a_card_has_a_line_for_the_number(toy: Path) -> None:
    """Without a number there is a line to write it on."""
    assert '<span class="line">' in told(toy, "--cards")
    assert '<span class="line">' not in told(toy, "--cards", "--number", "1-800-555-0100")


def test_nobody_hands_out_a_card_unknowingly(toy: Path) -> None:
    """That nobody approved a card is said, until somebody has."""
    assert "nobody has approved en/service.card" in run(toy, "--cards").stderr
    approve(toy, "en/service.card", "eo/service.card")
    assert run(toy, "--cards").stderr == ""


def test_a_language_without_words_for_its_card_is_named(toy: Path) -> None:
    """The file is named, and the line itself still starts."""
    path = toy / "prompts/eo/service.yaml"
    path.write_text(path.read_text().partition("card:")[0])
    load(toy)
    result = run(toy, "--cards")
    assert result.exit_code == 1
    assert "prompts/eo/service.yaml" in result.stderr
    assert run(toy, "--cards", "--language", "en").exit_code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--number", "+1 800 555 0100"], "--cards only"),
        (["--cards", "--number", "call me"], "write a telephone number"),
        (["--cards", "--changed-since", "approval"], "leave the rest out"),
        (["--cards", "--format", "markdown"], "leave the rest out"),
        (["--changed-since", "2026-02-30"], "there is no day 2026-02-30"),
        (["--changed-since", "no such thing"], 'there is no revision "no such thing"'),
        (["--changed-since", "--help"], 'there is no revision "--help"'),
    ],
)
def test_misuse_is_told(toy: Path, options: list[str], words: str) -> None:
    """What can't be meant is refused with status 2, and nothing is written."""
    repository(toy)
    result = run(toy, *options)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_book_with_problems_is_not_written(tmp_path: Path) -> None:
    """The problems are told as the check tells them."""
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "[unreadable-file]" in result.stderr


def test_it_can_go_to_a_file(toy: Path, tmp_path: Path) -> None:
    """The same as on standard output; a place that can't be written is told."""
    file = tmp_path / "script.html"
    assert told(toy, "--output", file) == f"wrote {file}\n"
    assert file.read_text(encoding="utf-8") == told(toy)
    result = run(toy, "--output", tmp_path / "none" / "script.html")
    assert result.exit_code == 1
    assert "can't be written" in result.stderr


def git(root: Path, *arguments: str, day: str = "2026-03-01") -> None:
    """Run git in a scratch repository, on a day."""
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00")
    subprocess.run(
        [GIT, "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        env={**os.environ, **dates},
    )


def repository(root: Path, day: str = "2026-03-01") -> Path:
    """Make a folder a repository, with one commit of all that is in it; the folder."""
    git(root, "init", "-q")
    return commit(root, day)


def commit(root: Path, day: str) -> Path:
    """Commit all that is in a folder, on a day; the folder."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "a change", day=day)
    return root


def test_changed_words_are_marked(toy: Path) -> None:
    """Word by word, in both forms, and only the texts that changed are there."""
    repository(toy)
    rewrite(toy, "prompts/en/main.yaml", "Tea two in English.", "Green tea in plain English.")
    page = markdown(toy, "--changed-since", "HEAD")
    changed = "~~Tea two~~ **Green tea** in **plain** English."
    assert f"| Part 2 | {changed} | Tea two en Esperanto. |" in page
    assert "| Part 1 | Tea one in English. | Tea one en Esperanto. |" in page
    ids = [each.partition("@")[0] for each in SIGNED.findall(page)]
    assert ids == ["en/main.tea", "eo/main.tea"]
    assert "counted by language: 1 changed." in page
    html = told(toy, "--changed-since", "HEAD")
    assert "<del>Tea two</del> <ins>Green tea</ins> in <ins>plain</ins> English." in html


def test_a_part_that_is_gone_is_struck_through(toy: Path) -> None:
    """The other parts are compared with what they were."""
    repository(toy)
    rewrite(toy, "prompts/en/main.yaml", "Tea one in English., ", "")
    page = markdown(toy, "--changed-since", "HEAD")
    assert "| Part 1 | Tea two in English. |" in page
    assert "| Text (removed) | ~~Tea one in English.~~ |  |" in page


def test_new_and_removed_texts_are_told(toy: Path) -> None:
    """Each as what it is, with its words, in the languages that it is or was in."""
    repository(toy)
    for code in ("en", "eo"):
        rewrite(toy, f"prompts/{code}/main.yaml", "\nbye:", "\nfarewell:")
    rewrite(toy, "flows/main.yaml", " bye:", " farewell:")
    rewrite(toy, "flows/service.yaml", "main.bye", "main.farewell")
    page = markdown(toy, "--changed-since", "HEAD")
    assert "counted by language: 2 new, 2 removed." in page
    assert "| main.farewell | English | Esperanto |" in page
    assert "| Says | Bye in English. | Bye en Esperanto. |" in page
    assert "| Says (removed) | ~~Bye in English.~~ | ~~Bye en Esperanto.~~ |" in page
    assert "<ins>" not in told(toy, "--changed-since", "HEAD")


def test_another_number_is_told(toy: Path) -> None:
    """A telephone number is no word of a text, and yet callers hear it."""
    repository(toy)
    rewrite(toy, "prompts/directory.yaml", "1-800-555-0100", "1-800-555-0199")
    page = markdown(toy, "--changed-since", "HEAD")
    assert "1 with another number" in page
    assert "- Number before: 1-800-555-0100" in page


@pytest.mark.parametrize("since", ["HEAD", "2026-03-02", "approval"])
def test_nothing_changed_is_said(toy: Path, since: str) -> None:
    """In words, and with no text below it."""
    approve(toy, *(each.id for each in wordings(read_manuscript(toy))))
    repository(toy)
    for form in ("html", "markdown"):
        page = told(toy, "--format", form, "--changed-since", since)
        assert "Nothing has changed since " in page
        assert SIGNED.findall(page) == []


def test_a_day_means_the_book_before_it_began(toy: Path) -> None:
    """What was committed on that day is news, what was committed on the day before is not."""
    repository(toy, "2026-03-01")
    rewrite(toy, "prompts/en/main.yaml", "Tea one", "Tea first")
    commit(toy, "2026-03-02")
    rewrite(toy, "prompts/en/main.yaml", "Tea two", "Tea second")
    commit(toy, "2026-03-03")
    page = markdown(toy, "--changed-since", "2026-03-03")
    assert "second" in page
    assert "~~one~~" not in page
    assert "~~one~~" in markdown(toy, "--changed-since", "2026-03-02")
    before = run(toy, "--changed-since", "2026-03-01", "--format", "markdown")
    assert f"{len(signed(toy))} new" in before.stdout
    assert "there is no commit before 2026-03-01" in before.stderr


def test_a_book_may_stand_below_its_repository(tmp_path: Path) -> None:
    """It is found there at the earlier revision, too."""
    root = write(tmp_path / "deep/er", toy_files())
    repository(tmp_path)
    rewrite(root, "prompts/en/main.yaml", "Tea one", "Tea first")
    assert "1 changed." in markdown(root, "--changed-since", "HEAD")


def test_a_language_that_is_gone_is_told(toy: Path) -> None:
    """Its words can't stand beside the others, so that it is said in a sentence."""
    repository(toy)
    block = "  eo: {locale: eo-EO, voice: Polly.Zamenhof, voice_words_per_minute: 150}\n"
    rewrite(toy, "flows/service.yaml", block, "")
    rewrite(toy, "flows/main.yaml", "{language: eo, then: tea}", "{reachable: nurses, then: tea}")
    rmtree(toy / "prompts/eo")
    page = markdown(toy, "--changed-since", "HEAD")
    assert "The line no longer speaks Esperanto." in page
    assert "Nothing has changed" not in page


def test_a_day_that_has_not_begun_is_misuse(toy: Path) -> None:
    """A slip of the year would else read as if nothing had changed, or everything."""
    repository(toy)
    for day in ("2099-12-31", "2999-01-01"):
        result = run(toy, "--changed-since", day)
        assert result.exit_code == 2
        assert f"{day} has not begun yet" in " ".join(result.stderr.split())


@pytest.mark.parametrize("since", ["HEAD~1", "2026-03-02"])
def test_a_copy_without_its_past_is_told(toy: Path, tmp_path: Path, since: str) -> None:
    """A build often has the last commit only: nobody is told that all is new, but what to do."""
    repository(toy)
    rewrite(toy, "prompts/en/main.yaml", "Tea one", "Tea first")
    commit(toy, "2026-03-03")
    git(tmp_path, "clone", "-q", "--depth", "1", toy.as_uri(), "copy")
    result = run(tmp_path / "copy", "--changed-since", since)
    assert result.exit_code == 2
    assert "git fetch --unshallow brings the rest" in " ".join(result.stderr.split())
    assert "1 changed." in markdown(toy, "--changed-since", since)


def test_a_revision_without_the_book_is_told(toy: Path, tmp_path: Path) -> None:
    """That every text is new has a reason, and it is said."""
    (tmp_path / "else.txt").write_text("else\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "else.txt")
    git(tmp_path, "commit", "-q", "-m", "no book yet")
    result = run(toy, "--changed-since", "HEAD")
    assert result.exit_code == 0
    assert "note: HEAD holds no book in " in result.stderr


def test_how_hard_words_are_said_stands_there(toy: Path) -> None:
    """A reviewer signs for it as for any text, and sees what changed in it."""
    path = toy / "prompts/en/lexicon.yaml"
    path.write_text("tea: tee\ntwo: {spelled: true}\n")
    repository(toy)
    path.write_text("tea: tie\ntwo: {spelled: true}\n")
    page = markdown(toy, "--changed-since", "HEAD")
    assert "| tea | ~~tee~~ **tie** |" in page
    assert "| two | letter by letter |" in page
    assert "en/lexicon.words@" in page


def test_a_node_may_be_called_as_the_lines_own_words_are(toy: Path) -> None:
    """Marks are filled in where a node is called card; the printed card is a text of its own."""
    for code in ("en", "eo"):
        old, new = "\nbye: {say: ", "\ncard:\n  say: 'Press {key:person}.'\n#"
        rewrite(toy, f"prompts/{code}/main.yaml", old, new)
    rewrite(toy, "flows/main.yaml", " bye:", " card:")
    rewrite(toy, "flows/service.yaml", "main.bye", "main.card")
    assert "{key:person}" not in markdown(toy)


def test_since_the_approval(toy: Path) -> None:
    """Compared with the words that were approved; what nobody approved is new."""
    approve(toy, "en/main.hello", "en/main.tea")
    rewrite(toy, "prompts/en/main.yaml", "Tea one", "Tea first")
    page = markdown(toy, "--changed-since", "approval")
    assert "~~one~~ **first**" in page
    assert f"1 changed, {len(signed(toy)) - 2} new" in page
    assert re.findall(r"en/main.hello@[0-9a-f]+<br>(\w+)", page) == ["unchanged"]
    assert "en/main.tea@" in page


def test_an_old_book_of_another_shape_is_read_as_far_as_it_goes(toy: Path) -> None:
    """A language that was not there, a key that is gone, a file that was broken: no traceback."""
    now = toy_files()
    copytree(toy / "prompts/eo", toy / "eo")
    for path in (toy / "prompts/eo").iterdir():
        path.unlink()
    rewrite(toy, "flows/service.yaml", "trail: 4", "trail: 4, gone: 1")
    rewrite(toy, "prompts/en/main.yaml", "nurse: {say", "nurse: {colour: red, say")
    (toy / "prompts/en/lines.yaml").write_text("help: [\n")
    repository(toy)
    write(toy, now)
    page = markdown(toy, "--changed-since", "HEAD")
    news = re.findall(r"(e[no]/\S+)@[0-9a-f]{16}<br>(new|changed|unchanged)", page)
    assert {what for name, what in news if name.startswith("eo/")} == {"new"}
    shown = {name for name, what in news if name.startswith("en/") and what != "unchanged"}
    assert shown == {"en/lines.help"}


def test_without_a_repository_there_is_nothing_to_compare_with(toy: Path) -> None:
    """That is said in words, and so is that git is missing."""
    result = run(toy, "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "is not in a git repository" in " ".join(result.stderr.split())


def test_git_is_not_needed_until_it_is(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the script is written; a comparison says that it is needed."""
    monkeypatch.setenv("PATH", str(toy))
    assert run(toy).exit_code == 0
    result = run(toy, "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "git is needed" in result.stderr
