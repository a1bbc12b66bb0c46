"""``python -m bench.console_pictures``: the pictures of the console in docs/images."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pictures import IMAGES, PROGRAMS
from bench.servers import Server
from ivr.records import CallFacts, Records, Role, TurnTaken, Wish, upgrade

KEY: Final = "k" * 64
PASSWORD: Final = "a password of a picture"  # noqa: S105 - of nobody
SIZE: Final = {"width": 1200, "height": 900}
NARROW: Final = {"width": 400, "height": 900}
TOPICS: Final = (
    "recurrence.risk_meaning",
    "hospice.hospice_what",
    "care.treat_local",
    "recurrence.kind_regional",
)
WISHES: Final = (
    (-2, "en", "morning"),
    (1, "es", "afternoon"),
    (3, "en", "any_time"),
    (26, "en", "morning"),
)


def main() -> int:
    """Take the pictures; 1 if there is no browser."""
    program = next(filter(None, map(which, PROGRAMS)), None)
    if program is None:
        print("there is no Chromium here", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/careline.db"
        reference = fill(url)
        environment = {"IVR_INSECURE_LOCAL": "1", "IVR_SECRET_KEY": KEY, "IVR_DATABASE_URL": url}
        with (
            Server("ivr.web:create_app()", environment) as server,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.port}/console"
            page = entered(browser, address, "light", SIZE)
            take(page, f"{address}/requests", "console-queue")
            take(page, f"{address}/numbers", "console-numbers")
            narrow = entered(browser, address, "dark", NARROW)
            take(narrow, f"{address}/requests/{reference}", "console-request-dark")
            browser.close()
    return 0


def fill(url: str) -> str:
    """Make records of nobody; the reference of a request that eve has taken."""
    upgrade(url)
    records, now = Records(url, [KEY]), datetime.now(UTC)
    records.users.add("eve", PASSWORD, Role.EDITOR, now)
    for place in range(420):
        at = now - timedelta(days=place * 7 % 30 if place % 3 else place % 9)
        language, how = "es" if place % 5 == 0 else "en", "caller" if place % 4 else "line"
        outcome = ("information", "information", "person", "request", "voicemail")[place % 5]
        sid = f"CA{place}"
        records.journal.put(CallFacts(sid, at, language, None, outcome, at, how, 250))
        for sequence, node in enumerate(("main.menu", TOPICS[place % 7 % 4])):
            records.journal.put(TurnTaken(sid, sequence, at, node, "digits"))
    records.journal.flush()
    references: list[str] = []
    for hours, language, best_time in WISHES:
        wish = Wish(
            key=f"CA{hours}",
            number=f"+155555501{len(references):02}",
            language=language,
            best_time=best_time,
            due=now + timedelta(hours=hours, minutes=20),
            topic="hospice.hospice_what",
        )
        references.append(records.requests.create(wish, now - timedelta(hours=28 - hours)))
    records.requests.take(references[1], by="eve", now=now)
    records.requests.note(references[1], "Daughter answers. Call after five.", by="eve", now=now)
    records.requests.take(references[2], by="ben", now=now)
    records.close()
    return references[1]


def entered(
    browser: Browser, address: str, scheme: Literal["light", "dark"], size: dict[str, int]
) -> Page:
    """A page on which eve is logged in."""
    page = browser.new_context(color_scheme=scheme, device_scale_factor=1).new_page()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(address)
    page.get_by_label("Name").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Call backs").wait_for()
    return page


def take(page: Page, address: str, name: str) -> None:
    """One picture."""
    page.goto(address)
    path: Path = IMAGES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
