"""``python -m bench.pictures``: the pictures of the web phone in docs/images, from a real call."""

import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final, Literal

from playwright.sync_api import Browser, sync_playwright

from bench.servers import Server

IMAGES: Final = Path(__file__).parent.parent / "docs" / "images"
SIZE: Final = {"width": 1200, "height": 1090}
PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Take the pictures; 1 if there is no browser."""
    program = next(filter(None, map(which, PROGRAMS)), None)
    if program is None:
        print("there is no Chromium here", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as audio:
        environment = {"IVR_INSECURE_LOCAL": "1", "IVR_AUDIO": audio}
        with (
            Server("ivr.web:create_app()", environment) as server,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.port}/phone"
            take(browser, address, "light")
            take(browser, address, "dark")
            browser.close()
    return 0


def take(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """One picture, in the middle of a call."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    page.goto(address)
    page.get_by_role("button", name="Call").click()
    page.locator(".said", has_text="Careline").wait_for()
    for key, heard in (("1", "Cancer coming back"), ("1", "found again after treatment")):
        page.get_by_role("button", name=key, exact=True).click()
        page.locator(".said", has_text=heard).wait_for()
    page.mouse.move(0, 0)
    page.locator(".key.down").wait_for(state="detached")
    page.screenshot(path=IMAGES / f"phone-{scheme}.png", animations="disabled")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
