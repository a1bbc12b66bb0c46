"""The web phone as a plain form: the real webhook, real sound, no script."""

import logging
import re
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import soundfile
from flask.testing import FlaskClient

from ivr.authoring.examined import Examined
from ivr.authoring.governance import notice
from ivr.authoring.manuscript import read_manuscript
from ivr.settings import shipped_book
from ivr.speech.voice import SpeechError
from ivr.speech.voices import Choice
from ivr.web import limits
from ivr.web.phone import pages
from ivr.web.phone.acts import LONGEST_UTTERANCE
from ivr.web.phone.sealing import Seal
from ivr.web.phone.sound import Sounds
from ivr.web.phone.words import pages_words, timed
from tests.web.phone.browsing import Browser, line

PEOPLE = count(1)
FIRST_STEPS = re.compile(r'<p class="empty" id="empty" hidden>.*?</p>', re.DOTALL)
STAFF = {"IVR_STAFF_NUMBERS": "+15555550100,+15555550101"}


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sounds of these tests, which are made once."""
    return tmp_path_factory.mktemp("audio")


@pytest.fixture(scope="module")
def client(audio: Path) -> FlaskClient:
    """A line with two people to transfer to."""
    return line(audio, **STAFF)


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    """The page, opened, by somebody who has never called before."""
    opened = Browser(client, {"X-Forwarded-For": f"9.9.9.{next(PEOPLE)}"})
    opened.open()
    return opened


def called(browser: Browser) -> Browser:
    """The line, called."""
    browser.send(act="call")
    return browser


def test_the_line_is_called_and_its_greeting_is_read_and_heard(
    browser: Browser, audio: Path
) -> None:
    """Every caption has its sound, which is served, and is not silence."""
    assert browser.phase == "ready"
    called(browser)
    assert (browser.status, browser.phase, browser.language) == (200, "listening", "en")
    assert "Careline" in browser.heard
    assert browser.locales[:2] == ["en-US", "es-US"]
    assert len(browser.sounds) == len(browser.locales) > 3
    for address in browser.sounds:
        assert browser.client.get(f"/{address}", buffered=True).status_code == 200
        samples, rate = soundfile.read(audio / address.split("/")[1][:2] / address.split("/")[1])
        assert len(samples) > rate / 2
        assert np.abs(samples).max() > 0.1


def test_keys_lead_where_the_line_leads(browser: Browser) -> None:
    """What the person does stands on the page, and then what the line answers."""
    called(browser).send(keys="1")
    assert "You pressed 1." in browser.page
    assert "Cancer coming back" in browser.heard
    browser.send(keys="*")
    browser.send(keys="41")
    assert "hospice" in browser.heard.lower()


def test_words_lead_where_the_line_leads(browser: Browser) -> None:
    """What is typed is said, and stands on the page as it was typed, its markup without effect."""
    called(browser).send(act="say", words='what is hospice <b>"&')
    assert "You said: what is hospice &lt;b&gt;&#34;&amp;" in browser.page
    assert "hospice" in browser.heard.lower()


def test_silence_leads_on(browser: Browser) -> None:
    """Staying silent is answered by the line, as is an empty field."""
    called(browser)
    greeting = browser.heard
    browser.send(act="silence")
    assert "You stayed silent." in browser.page
    assert browser.heard != greeting
    assert browser.phase == "listening"
    browser.send(act="say", words=" ")
    assert "You stayed silent." in browser.page


def test_the_page_speaks_the_language_of_the_call(browser: Browser) -> None:
    """Key 8 makes the page Spanish, its notice included, and again English."""
    called(browser).send(keys="8")
    assert browser.language == "es"
    assert "Usted oprimió 8." in browser.page
    assert pages_words()["es"]["nothing_approved"] in browser.page
    assert pages_words()["es"]["hang_up"] in browser.page
    browser.send(keys="8")
    assert browser.language == "en"


def test_before_the_call_the_page_speaks_the_language_of_the_browser(
    client: FlaskClient,
) -> None:
    """The first of those it asks for that the pages know, otherwise English."""
    for asked, language in (("es-MX, en", "es"), ("fr, es;q=0.8", "es"), ("fr", "en"), ("", "en")):
        browser = Browser(client, {"Accept-Language": asked})
        browser.open()
        assert browser.language == language


def test_a_transfer_is_shown_and_its_outcome_chosen(browser: Browser) -> None:
    """The page tells how many would be rung and not their numbers; busy is answered by the line."""
    called(browser).send(keys="0")
    assert browser.phase == "dialing"
    assert "Phone numbers that would ring: 1, for up to 25 seconds." in browser.page
    assert "5555550100" not in browser.page
    browser.send(outcome="no-answer")
    browser.send(outcome="busy")
    assert "The call to a person: It is busy." in browser.page
    assert browser.phase == "listening"


def test_hanging_up_ends_the_call(browser: Browser) -> None:
    """The page says who hung up, and holds no call any more."""
    called(browser).send(act="hang_up")
    assert (browser.phase, browser.form()["state"]) == ("ended", "")
    assert "You hung up." in browser.page
    assert called(browser).phase == "listening"


def test_a_call_that_the_line_ends_says_so(browser: Browser) -> None:
    """Silence to the end: goodbye is heard, and the page says that the line hung up."""
    called(browser)
    for _ in range(10):
        if browser.phase == "ended":
            break
        browser.send(act="silence")
    assert "Goodbye" in browser.heard
    assert "The line hung up." in browser.page


def test_a_call_goes_on_in_another_process(audio: Path) -> None:
    """The page holds all of the call: an application that never saw it answers its next key."""
    first = Browser(line(audio))
    first.open()
    called(first).send(keys="1")
    second = Browser(line(audio), page=first.page)
    second.send(keys="2")
    first.send(keys="2")
    assert second.heard == first.heard


def test_the_state_tells_nobody_anything_and_can_not_be_made_up(browser: Browser) -> None:
    """A changed state, or one of another line's key, is refused, and the page says what to do."""
    called(browser).send(keys="0")
    state = browser.form()["state"]
    assert "5555550100" not in state
    for other in (state[:-9] + "AAAAAAAAA", "", "ä", state[: len(state) // 2]):
        browser.send(state=other, keys="1")
        assert (browser.status, browser.phase) == (400, "ready")
        assert "Please call again." in browser.page


def test_nothing_can_be_done_that_no_telephone_could(browser: Browser) -> None:
    """Junk is refused with a word to the person; the call stays as it was, and can go on."""
    called(browser)
    for junk in ({"keys": "A"}, {"outcome": "busy"}, {"outcome": "x"}, {"act": "x"}, {}):
        browser.send(**junk)
        assert browser.status == 400
        assert "The phone could not do that now." in browser.page
        assert browser.phase == "listening"
        assert "press 1" in browser.heard
    browser.send(keys="1")
    assert browser.status == 200


def test_what_is_too_long_is_not_said(browser: Browser) -> None:
    """An utterance or a row of keys beyond all use, and a form beyond all size, are refused."""
    called(browser).send(act="say", words="a" * (LONGEST_UTTERANCE + 1))
    assert browser.status == 413
    assert "That was too long." in browser.page
    browser.send(keys="1" * 51)
    assert browser.status == 413
    browser.send(state="a" * 300_000)
    assert (browser.status, browser.page) == (413, "That was too long.\n")


def test_every_answer_is_guarded(browser: Browser) -> None:
    """No other site, no other source, nothing inline, nothing kept, no referrer."""
    answers = [
        browser.client.get("/phone"),
        browser.client.post("/phone", data={"act": "call"}),
        browser.client.post("/phone", data={"act": "x"}),
    ]
    script = browser.client.get("/phone/static/phone.js", buffered=True)
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=|https?://(?!www\.w3)",
                         browser.page)  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://[bad"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(
    browser: Browser, headers: dict[str, str], status: int
) -> None:
    """A browser tells where a form comes from."""
    browser.headers.update(headers)
    browser.send(act="call")
    assert browser.status == status
    assert ("not sent by the phone" in browser.page) is (status == 403)


def test_the_pages_say_what_governance_says() -> None:
    """The English notice is the one that whoever starts the line is told."""
    english = pages_words()["en"]
    told = notice(Examined(read_manuscript(shipped_book())))
    assert told in {english["nothing_approved"], english["some_open"]}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_notice_tells_how_much_is_open(language: str) -> None:
    """All of it, some of it with its number, and nothing at all where all is approved."""
    words = pages_words()[language]
    assert pages._notice((5, 5), words) == words["nothing_approved"]
    assert re.findall(r"\d+", pages._notice((2, 5), words)) == ["2", "5"]
    assert pages._notice((0, 5), words) == ""


def test_both_languages_have_all_words() -> None:
    """Each word is there in each language, with the same fields."""
    languages = list(pages_words().values())
    fields = [
        {name: set(re.findall(r"\{\w+\}", text)) for name, text in words.items()}
        for words in languages
    ]
    assert fields.count(fields[0]) == len(languages) == 2


def test_without_a_voice_the_call_goes_on_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The page says that there is no sound, and every word can be read."""

    def silent(_locale: str, _wanted: object) -> Choice:
        raise SpeechError("no voice here")

    monkeypatch.setattr("ivr.speech.voices.choose", silent)
    mute = Browser(line(tmp_path))
    mute.open()
    called(mute)
    assert (mute.status, mute.sounds) == (200, [])
    assert "could not be made into sound" in mute.page
    assert mute.heard == called(browser).heard


def test_a_voice_that_is_not_the_wanted_one_is_told_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator reads which engine was not there, once for each language."""
    from ivr.speech.voices import choose  # noqa: PLC0415 - before it is replaced

    monkeypatch.setattr(
        "ivr.speech.voices.choose",
        lambda locale, _wanted: Choice(
            choose(locale, ("pyttsx3",)).voice, f"hibari is not there: {locale}"
        ),
    )
    browser = Browser(line(tmp_path))
    browser.open()
    called(browser).send(keys="1")
    told = [record.message for record in caplog.records if "hibari" in record.message]
    assert sorted(told) == ["hibari is not there: en-US", "hibari is not there: es-US"]


def test_who_calls_too_often_is_told_when_to_try_again(
    audio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, or JSON for the script, with status 429; the call that is up can still go on."""
    monkeypatch.setattr(limits, "CALLS", limits.Rate(1, 60))
    browser = Browser(line(audio))
    browser.open()
    called(browser)
    answer = browser.client.post("/phone", data=browser.form(act="call"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Please try again in 60 seconds." in answer.get_data(as_text=True)
    assert browser.ask(act="call")["message"].endswith("in 60 seconds.")
    browser.send(keys="1")
    assert browser.status == 200


def test_a_call_goes_on_from_the_page_that_turned_its_caller_away(
    audio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was done in it, and what the line said is there again."""
    monkeypatch.setattr(limits, "CALLS", limits.Rate(1, 60))
    browser = Browser(line(audio))
    browser.open()
    called(browser)
    greeting = browser.heard
    browser.send(act="call")
    assert (browser.status, browser.heard) == (429, "")
    assert '<button name="act" value="resume"' in browser.page
    browser.send(act="resume")
    assert (browser.status, browser.phase, browser.heard) == (200, "listening", greeting)
    assert "Press Call." not in FIRST_STEPS.sub("", browser.page)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("status", [403, 429])
def test_a_caller_who_is_turned_away_costs_nothing(
    audio: Path, monkeypatch: pytest.MonkeyPatch, status: int, accept: str
) -> None:
    """No call is opened, no document is read, and nothing is spoken."""
    monkeypatch.setattr(limits, "TURNS", limits.Rate(0.01, 60))  # type: ignore[arg-type] # none
    browser = Browser(line(audio))
    browser.open()
    called(browser)

    def work(*_: object) -> None:
        pytest.fail("work was done for a caller who is turned away")

    monkeypatch.setattr(Seal, "open", work)
    monkeypatch.setattr(Sounds, "said", work)
    browser.headers["Accept"] = accept
    if status == 403:
        browser.headers["Sec-Fetch-Site"] = "cross-site"
    browser.send(keys="1")
    assert browser.status == status


def test_who_is_turned_away_without_a_call_can_place_one(browser: Browser) -> None:
    """In the language of the page; nothing that was sent is markup there."""
    browser.headers["Sec-Fetch-Site"] = "cross-site"
    browser.send(act="call", language="es")
    assert (browser.language, browser.status) == ("es", 403)
    assert '<button name="act" value="call"' in browser.page
    browser.send(state='"><script>', language="<script>")
    assert "<script>" not in browser.page
    assert browser.form()["state"] == '"><script>'


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_second_is_told_as_one(language: str) -> None:
    """Whatever tells seconds, in each language."""
    words = pages_words()[language]
    for key in ("too_many", "silence", "dialing"):
        told = [timed(words, key, seconds, count=2) for seconds in (1, 2)]
        assert re.search(r"1 (second|segundo)\b", told[0])
        assert re.search(r"2 (seconds|segundos)\b", told[1])


def test_the_manuscript_is_read_when_the_line_starts(
    audio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No caller waits for it, and no worker holds what it needs."""
    client = line(audio)
    monkeypatch.setattr(pages, "read_manuscript", lambda _: pytest.fail("it was read again"))
    browser = Browser(client)
    browser.open()
    assert browser.status == 200
    assert pages_words()["en"]["nothing_approved"] in browser.page


def test_the_script_is_told_the_same(browser: Browser) -> None:
    """JSON holds the captions, sounds and lengths of a turn, and the words of its language."""
    turn = browser.ask(act="call")
    called(browser)
    assert " ".join(each["text"] for each in turn["said"]) == browser.heard
    assert [each["audio"] for each in turn["said"]] == browser.sounds
    assert all(each["seconds"] > 0 for each in turn["said"])
    assert (turn["patience"], turn["most_keys"], turn["takes_speech"]) == (10, 1, True)
    assert turn["words"]["hang_up"] == "Hang up"


def test_nothing_that_is_pressed_or_said_is_logged(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """Every logger at its chattiest: no key, no word, no number."""
    with caplog.at_level(logging.DEBUG):
        called(browser).send(act="say", words="zebra hospice sentence")
        browser.send(keys="70707")
        browser.send(keys="A70707")
        browser.send(state="x", keys="70707")
    for private in ("zebra", "70707", "5555550142", "5555550100"):
        assert private not in caplog.text
