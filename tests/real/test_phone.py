"""The web phone in a real browser: seen, heard, and used without a mouse, without a script."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ivr.settings import shipped_book
from tests.web.servers import Server, free_port

pytestmark = pytest.mark.real

LISTEN = """
() => {
  window.played = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    const sound = {address: this.src, at: 0, ended: false};
    window.played.push(sound);
    this.addEventListener("timeupdate", () => { sound.at = this.currentTime; });
    this.addEventListener("ended", () => { sound.ended = this.currentTime >= this.duration; });
    return play.call(this);
  };
}
"""
"""Notes every sound that is played, how far, and whether it came to its end."""

WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

TARGETS = """
() => [...document.querySelectorAll("button, input:not([type=hidden]), summary, label:has(input)")]
  .filter((each) => each.offsetParent && !each.matches("[type=checkbox]"))
  .map((each) => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)
"""


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sounds of these tests, which are made once."""
    return tmp_path_factory.mktemp("audio")


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped book, whose staff are there at any hour: these tests run at any."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("flows", "prompts"):
        copytree(shipped_book() / name, folder / name)
    service = folder / "flows" / "service.yaml"
    hours = re.compile(r"(?m)^    hours:\n(      .*\n)+")
    service.write_text(hours.sub("", service.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def line(audio: Path, staffed: Path) -> Iterator[Server]:
    """A local line with two workers and two people to transfer to."""
    environment = {
        "IVR_BOOK": str(staffed),
        "IVR_INSECURE_LOCAL": "1",
        "IVR_AUDIO": str(audio),
        "IVR_STAFF_NUMBERS": "+15555550100,+15555550101",
    }
    with Server(environment, free_port(), "--workers", "2") as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has kept nothing. Motion is reduced, so that colors stand still."""
    made = browser.new_context(reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, line: Server) -> Iterator[Page]:
    """The page, open; no address but the line's was asked, and the browser found nothing wrong."""
    opened, asked, wrong = context.new_page(), list[str](), list[str]()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda said: wrong.append(said.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.add_init_script(f"({LISTEN})()")
    opened.goto(f"http://127.0.0.1:{line.port}/phone")
    yield opened
    assert len(asked) > 2
    assert [url for url in asked if not url.startswith(f"http://127.0.0.1:{line.port}/")] == []
    assert wrong == []


def call(page: Page) -> None:
    """Call the line, and wait until it says something."""
    page.get_by_role("button", name="Call").click()
    expect(page.locator(".said").first).to_be_visible()


def hears(page: Page, text: str) -> None:
    """A caption with these words begins to be heard."""
    expect(page.locator(".said", has_text=text).last).to_be_visible(timeout=60_000)


def nobody_is_shut_out(page: Page) -> None:
    """Axe finds no violation."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_whole_call_is_heard_read_and_ended(page: Page, audio: Path) -> None:
    """The greeting plays to its end and is no silence; keys lead on, 8 into Spanish; hang up."""
    call(page)
    hears(page, "Careline")
    page.wait_for_function("() => window.played[0]?.ended && window.played[1]?.at > 0")
    address = page.evaluate("() => window.played[0].address")
    samples, rate = soundfile.read(next(audio.glob(f"*/{address.rpartition('/')[2]}")))
    assert len(samples) > rate
    assert np.sqrt(np.mean(np.square(samples))) > 0.01
    page.get_by_role("button", name="1", exact=True).click()
    hears(page, "Cancer coming back")
    page.get_by_role("button", name="8").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    hears(page, "oprima")
    expect(page.locator("#notice")).to_contain_text("profesional clínico")
    assert page.locator(".said.now").get_attribute("lang") == "es-US"
    page.get_by_role("button", name="Colgar").click()
    expect(page.locator("#status")).to_have_text("La llamada ha terminado.")
    expect(page.get_by_role("button", name="Llamar otra vez")).to_be_focused()


def test_captions_come_one_after_another(page: Page) -> None:
    """Each appears when it begins to be heard, in a region that screen readers follow politely."""
    call(page)
    expect(page.locator(".said")).to_have_count(1)
    expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    hears(page, "Para español")
    assert page.evaluate("() => window.played.length") == page.locator(".said").count()


def test_a_key_interrupts_at_once(page: Page) -> None:
    """The sound that was playing never comes to its end."""
    call(page)
    page.wait_for_function("() => window.played[0]?.at > 0")
    page.keyboard.press("1")
    hears(page, "Cancer coming back")
    assert page.evaluate("() => window.played[0].ended") is False
    expect(page.locator(".did").last).to_have_text("You pressed 1.")


def test_silence_leads_on_by_itself_unless_the_line_is_asked_to_wait(page: Page) -> None:
    """After the speech the seconds are counted and seen, the clock can be stopped, and goes on."""
    page.clock.install()
    page.get_by_label("Sound").uncheck()
    with page.expect_response("**/phone") as answer:
        page.get_by_role("button", name="Call").click()
    seconds = sum(each["seconds"] for each in answer.value.json()["said"])
    silence = page.locator("#silence")
    for _ in range(round(seconds) + 5):
        page.clock.run_for(1_000)
        if silence.inner_text():
            break
    expect(silence).to_contain_text("the line goes on in")
    page.get_by_role("button", name="Wait for me").click()
    page.clock.run_for(60_000)
    expect(silence).to_have_text("The line waits until you do something.")
    expect(page.locator(".did")).to_have_count(1)
    page.get_by_role("button", name="Wait for me").click()
    page.clock.run_for(11_000)
    expect(page.locator(".did").last).to_have_text("You stayed silent.")


def test_hospice_is_reached_by_keyboard_alone(page: Page) -> None:
    """Tab to the call button, Enter, words typed and Enter: the answer is heard."""
    button = page.get_by_role("button", name="Call")
    for _ in range(9):
        page.keyboard.press("Tab")
        if button.evaluate("(each) => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    hears(page, "Careline")
    field = page.get_by_label("Say something")
    for _ in range(30):
        page.keyboard.press("Tab")
        if field.evaluate("(each) => each === document.activeElement"):
            break
    page.keyboard.type("what is hospice 4")
    expect(page.locator(".did")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".did").last).to_have_text("You said: what is hospice 4")
    hears(page, "ospice")


def test_hospice_is_reached_by_the_number_keys(page: Page) -> None:
    """Digits of the keyboard are keys of the telephone, also before the line has answered."""
    page.get_by_role("button", name="Call").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("41")
    hears(page, "ospice")


@pytest.mark.parametrize("language", ["en", "es"])
def test_keys_of_the_keyboard_dial_only_where_that_is_wanted(page: Page, language: str) -> None:
    """Off, the buttons alone dial, in this call and in the next page; on, both do."""
    call(page)
    if language == "es":
        page.keyboard.press("8")
        expect(page.locator("html")).to_have_attribute("lang", "es")
    words = {"en": "Keys of the keyboard dial", "es": "Las teclas del teclado marcan"}
    pressed = page.locator(".did")
    before = pressed.count()
    page.get_by_label(words[language]).uncheck()
    page.keyboard.press("1")
    page.locator("#log").focus()
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    expect(pressed).to_have_count(before)
    page.get_by_role("button", name="1", exact=True).click()
    expect(pressed).to_have_count(before + 1)
    page.get_by_label(words[language]).check()
    page.keyboard.press("*")
    expect(pressed).to_have_count(before + 2)


def test_two_calls_in_two_tabs_are_two(context: BrowserContext, page: Page, line: Server) -> None:
    """Each goes on from where it is, whatever was done in the other."""
    other = context.new_page()
    other.goto(f"http://127.0.0.1:{line.port}/phone")
    call(page)
    call(other)
    page.keyboard.press("8")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    other.keyboard.press("1")
    hears(other, "Cancer coming back")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    other.get_by_role("button", name="Hang up").click()
    page.keyboard.press("8")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".did")).to_have_count(3)


def test_one_second_is_one(page: Page) -> None:
    """The clock counts down to it in words that fit."""
    page.clock.install()
    page.get_by_label("Sound").uncheck()
    page.get_by_role("button", name="Call").click()
    silence = page.locator("#silence")
    told = set[str]()
    for _ in range(400):
        page.clock.run_for(500)
        told.add(silence.inner_text())
        if page.locator(".did", has_text="You stayed silent.").count():
            break
    assert "If you do nothing, the line goes on in 2 seconds." in told
    assert "If you do nothing, the line goes on in 1 second." in told


def test_who_is_turned_away_comes_back(browser: Browser, line: Server) -> None:
    """What the short page has can be hit, and leads back into the call."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/phone")
    page.get_by_role("button", name="Call").click()

    def from_elsewhere(route: Route) -> None:
        headers = {**route.request.headers, "sec-fetch-site": "cross-site"}
        route.fulfill(response=route.fetch(headers=headers))

    page.route("**/phone", from_elsewhere)
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("not sent by the phone")
    page.unroute("**/phone")
    assert page.evaluate(TARGETS) == []
    page.get_by_role("button", name="Go on with the call").click()
    expect(page.locator("#log")).to_contain_text("Careline")
    expect(page.locator("#empty")).to_be_hidden()
    context.close()


def test_a_transfer_is_chosen(page: Page) -> None:
    """After the line has said what it does, the page asks what would come of it."""
    call(page)
    page.keyboard.press("0")
    busy = page.get_by_role("button", name="It is busy")
    expect(busy).to_be_visible(timeout=60_000)
    expect(page.locator("#hint")).to_contain_text("Phone numbers that would ring: 1")
    page.get_by_role("button", name="A machine answers").click()
    expect(page.locator(".did").last).to_have_text("The call to a person: A machine answers.")
    expect(busy).to_be_visible(timeout=60_000)
    busy.click()
    expect(page.locator(".did").last).to_have_text("The call to a person: It is busy.")
    expect(busy).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(page: Page, scheme: str) -> None:
    """Axe finds nothing before a call, in one, and after it; in both colors."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.reload()
    nobody_is_shut_out(page)
    call(page)
    page.keyboard.press("1")
    hears(page, "press 1")
    nobody_is_shut_out(page)
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_role("button", name="Call again")).to_be_visible()
    nobody_is_shut_out(page)


def test_colors_are_chosen_and_kept(page: Page) -> None:
    """The switch makes the page dark against the system, and so it is when it is opened again."""
    ground = "() => getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark colors").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    expect(page.get_by_role("button", name="Dark colors")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(ground) == dark


def test_it_fits_a_narrow_screen(page: Page) -> None:
    """At 320 pixels, which is 400 % of 1280, nothing goes beyond the edge, in either language."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDTH) <= 0
    call(page)
    assert page.evaluate(WIDTH) <= 0
    page.keyboard.press("8")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.evaluate(WIDTH) <= 0


def test_everything_is_large_enough_to_hit(page: Page) -> None:
    """What can be pressed is 44 pixels wide and high, and letters are 18 pixels or more."""
    call(page)
    assert page.evaluate(TARGETS) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TARGETS) == []
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 18


def test_it_works_without_a_script(browser: Browser, line: Server) -> None:
    """The form alone calls, presses, says and hangs up; each thing said has its own player."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/phone")
    page.get_by_role("button", name="Call").click()
    assert page.locator("audio").count() == page.locator(".said").count() > 3
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator("#log")).to_contain_text("Cancer coming back")
    page.get_by_label("Say something").fill("what is hospice")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text("You said: what is hospice")
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_role("button", name="Call again")).to_be_visible()
    context.close()
