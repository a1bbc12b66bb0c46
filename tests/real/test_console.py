"""The console in a real browser: by keyboard, on a narrow screen, in the dark, without a script."""

import os
import re
import subprocess
import sys
import wave
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from ivr.records import CallFacts, Records, TurnTaken, Wish, upgrade
from tests.web.console.issuing import CLIENT, SECRET, Issuer
from tests.web.servers import Server, free_port

pytestmark = pytest.mark.real

KEY = "k" * 64
PASSWORD = "four words nobody joins"
NUMBER = "+15555550100"
SHOWN = "+1 555-555-0100"
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TARGETS = """
() => [...document.querySelectorAll("button, input:not([type=hidden]), textarea, summary, a.main")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)
"""


def sound() -> bytes:
    """Two seconds of a recording."""
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(32_000))
    return made.getvalue()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with users, calls, requests and a voicemail."""
    return f"sqlite:///{tmp_path_factory.mktemp('records')}/careline.db"


@pytest.fixture(scope="module")
def records(url: str) -> Iterator[Records]:
    """What is in it."""
    upgrade(url)
    made, now = Records(url, [KEY]), datetime.now(UTC)
    for place in range(60):
        at = now - timedelta(days=place % 7)
        language = "es" if place % 4 == 0 else "en"
        outcome = "person" if place % 3 == 0 else "information"
        made.journal.put(CallFacts(f"CA{place}", at, language, None, outcome, at, "caller", 200))
        for sequence, node in enumerate(("main.menu", "recurrence.kind_regional", "hospice.menu")):
            made.journal.put(TurnTaken(f"CA{place}", sequence, at, node, "digits"))
    voicemail = made.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="es", seconds=2, now=now
    )
    made.fetching.fetched(voicemail, sound(), now)
    yield made
    made.close()


@pytest.fixture(scope="module")
def line(url: str, records: Records) -> Iterator[Server]:  # noqa: ARG001 - made first
    """A local line with two workers; ana and eve may use its console."""
    environment = {"IVR_INSECURE_LOCAL": "1", "IVR_SECRET_KEY": KEY, "IVR_DATABASE_URL": url}
    for name, role in (("ana", "staff"), ("eve", "editor"), ("lea", "staff")):
        subprocess.run(
            [sys.executable, "-m", "ivr.cli", "user", "add", name, "--role", role],
            env={"PATH": os.environ["PATH"], **environment},
            input=PASSWORD,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with Server(environment, free_port(), "--workers", "2") as server:
        yield server


@pytest.fixture
def reference(records: Records) -> str:
    """A request of somebody who waits."""
    now = datetime.now(UTC)
    wish = Wish(
        f"CA{now.timestamp()}", NUMBER, "en", "morning", now - timedelta(hours=3), "hospice.menu"
    )
    return records.requests.create(wish, now - timedelta(hours=5))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has kept nothing, and runs no scripts."""
    made = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, line: Server) -> Iterator[Page]:
    """The form; no address but the line's was asked, and the browser found nothing wrong."""
    opened, asked, wrong = context.new_page(), list[str](), list[str]()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda said: wrong.append(f"{said.text} {said.location['url']}"))
    opened.goto(f"http://127.0.0.1:{line.port}/console")
    yield opened
    assert len(asked) > 2
    assert [url for url in asked if not url.startswith(f"http://127.0.0.1:{line.port}/")] == []
    # A browser may ask for an icon of its own accord.
    known = re.compile(r"status of 40[03]|/favicon\.ico$")
    assert [said for said in wrong if not known.search(said)] == []


def enter(page: Page, name: str = "ana", password: str = PASSWORD) -> None:
    """Log in."""
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def tab_to(page: Page, name: str, role: str = "button") -> None:
    """Press Tab until something with this name has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type] # a role
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    raise AssertionError(name)


def test_a_request_is_seen_to_from_login_to_done(page: Page, reference: str) -> None:
    """Without a script: take it, see the number, note with marks in it, done, log out."""
    enter(page)
    expect(page.get_by_role("heading", name="Call backs")).to_be_visible()
    expect(page.get_by_text(SHOWN)).to_have_count(0)
    expect(page.locator("li", has_text=reference)).to_contain_text("Overdue by 3 hours")
    page.get_by_role("button", name=f"Take request {reference}").click()
    expect(page.get_by_text(SHOWN)).to_be_visible()
    page.get_by_label("Add to the note").fill("<b>no</b> <script>alert(1)</script> answer")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".notes li")).to_contain_text("<b>no</b> <script>alert(1)</script> answer")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("status")).to_have_text(f"Request {reference} is done.")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_request_is_seen_to_by_keyboard_alone(page: Page, reference: str) -> None:
    """The name has the focus at once; Tab and Enter do the rest, and focus is always seen."""
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Call backs")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, f"Take request {reference}")
    page.keyboard.press("Enter")
    expect(page.get_by_text(SHOWN)).to_be_visible()
    tab_to(page, "Add to the note", "textbox")
    page.keyboard.type("called")
    tab_to(page, "Add")
    page.keyboard.press("Enter")
    expect(page.locator(".notes li")).to_contain_text("ana: called")
    tab_to(page, "Give it back")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("gave request")


def test_ten_wrong_passwords_lock_a_name(page: Page) -> None:
    """Then the right one opens nothing either."""
    for _ in range(10):
        enter(page, "lea", "a wrong password")
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    enter(page, "lea")
    expect(page.get_by_role("alert")).to_contain_text("locked for 15 minutes")


def test_a_voicemail_is_played_by_the_browser(browser: Browser, page: Page) -> None:
    """The recording is opened, and knows its length; the browser's own controls play it."""
    enter(page)
    page.get_by_role("link", name="Voicemails").click()
    page.get_by_role("link", name="Open the voicemail").click()
    expect(page.get_by_text(SHOWN)).to_be_visible()
    expect(page.locator("audio")).to_be_visible()
    seeing = browser.new_context(storage_state=page.context.storage_state())
    player = seeing.new_page()
    player.goto(page.url)
    length = player.evaluate(
        """async () => {
          const audio = document.querySelector("audio");
          audio.muted = true;
          await audio.play();
          audio.currentTime = 1.5;
          return audio.duration;
        }"""
    )
    assert length == pytest.approx(2)
    player.wait_for_function("() => document.querySelector('audio').ended")
    seeing.close()


def test_staff_are_kept_out_of_what_is_for_editors(page: Page, line: Server) -> None:
    """The menu does not lead there, and the address says why not."""
    enter(page)
    expect(page.get_by_role("link", name="Numbers")).to_have_count(0)
    page.goto(f"http://127.0.0.1:{line.port}/console/numbers")
    expect(page.get_by_role("heading", name="That is for editors")).to_be_visible()


def test_a_form_of_another_site_is_refused(page: Page, line: Server) -> None:
    """It logs nobody out, though the browser is logged in."""
    enter(page)
    address = f"http://127.0.0.1:{line.port}/console"
    page.set_content(f'<form method="post" action="{address}/logout"><button>Win</button></form>')
    page.get_by_role("button", name="Win").click()
    expect(page.get_by_role("heading", name="That did not work")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="Call backs")).to_be_visible()


def test_an_account_of_the_organisation_opens_the_console(
    context: BrowserContext, url: str, records: Records
) -> None:
    """The browser is sent to the issuer and back, and nobody types a password."""
    with Issuer(claims={"preferred_username": "dora", "careline_role": "staff"}) as issuer:
        environment = {
            "IVR_INSECURE_LOCAL": "1",
            "IVR_SECRET_KEY": KEY,
            "IVR_DATABASE_URL": url,
            "IVR_OIDC_ISSUER": issuer.url,
            "IVR_OIDC_CLIENT_ID": CLIENT,
            "IVR_OIDC_CLIENT_SECRET": SECRET,
        }
        with Server(environment, free_port(), "--workers", "2") as server:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/console")
            page.get_by_role("link", name="organisation").click()
            expect(page.get_by_text("dora, staff")).to_be_visible()
    assert records.users.find("dora")


SCREENS = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"contrast": "more"},
    {"forced_colors": "active"},
]


@pytest.fixture(scope="module")
def cookie(browser: Browser, line: Server) -> StorageState:
    """The session of eve, who logged in once for many screens."""
    made = browser.new_context()
    page = made.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/console")
    enter(page, "eve")
    expect(page.get_by_role("heading", name="Call backs")).to_be_visible()
    state = made.storage_state()
    made.close()
    return state


@pytest.fixture
def addresses(line: Server, records: Records, reference: str) -> list[str]:
    """Every page that eve can see, and one that is not there."""
    records.requests.take(reference, by="eve", now=datetime.now(UTC))
    (voicemail,) = records.voicemails.waiting()
    paths = ("requests", f"requests/{reference}", "voicemails", f"voicemails/{voicemail.id}",
             "numbers", "audit", "nothing")  # fmt: skip
    return [f"http://127.0.0.1:{line.port}/console/{path}" for path in paths]


def nobody_is_shut_out(page: Page) -> None:
    """Axe finds nothing, nothing is cut off, and everything can be touched."""
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate(WIDTH) == 0, page.url
    assert page.evaluate(TARGETS) == [], page.url


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("width", [320, 1200])
def test_every_page_shuts_nobody_out(
    browser: Browser, cookie: StorageState, addresses: list[str], screen: dict[str, Any], width: int
) -> None:
    """At 320 px, which is 400 % of a usual screen, too; in each setting of colors."""
    context = browser.new_context(
        viewport={"width": width, "height": 640},
        storage_state=cookie,
        bypass_csp=True,  # axe is a script
        **screen,
    )
    page, titles = context.new_page(), set()
    for address in addresses:
        page.goto(address)
        nobody_is_shut_out(page)
        titles.add(page.title())
    assert len(titles) == len(addresses)
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(16, 24, 26)") == (screen.get("color_scheme") == "dark")
    context.close()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_form_shuts_nobody_out(browser: Browser, line: Server, screen: dict[str, Any]) -> None:
    """Before anybody is logged in."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True, **screen)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/console")
    nobody_is_shut_out(page)
    context.close()


def test_words_may_be_four_times_as_large(browser: Browser, line: Server) -> None:
    """A reader's own size of letters is followed, and nothing is cut off."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/console")
    page.evaluate("() => { document.documentElement.style.fontSize = '72px'; }")
    assert page.evaluate(WIDTH) == 0
    context.close()


def test_no_mark_is_a_color_alone(page: Page, reference: str) -> None:
    """What is late is said in words, and where one is, is underlined and told to readers."""
    enter(page)
    expect(page.locator("li.late", has_text=reference).get_by_text("Overdue")).to_be_visible()
    expect(page.get_by_role("link", name="Call backs")).to_have_attribute("aria-current", "page")
