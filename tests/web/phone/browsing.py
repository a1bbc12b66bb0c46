"""A browser without JavaScript for the tests: forms are read from the page and sent as they are."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.settings import read_settings
from tests.web.twilio_requests import staffed_app

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
FOR_THE_SCRIPT = re.compile(r" data-turn='[^']*'")
CAPTION = re.compile(r'<div class="said"(?: lang="([\w-]+)")?>\s*<p>\s*(.*?)\s*</p>', re.DOTALL)


def line(audio: Path, **environment: str) -> FlaskClient:
    """A local line with the web phone, which keeps its sounds in this folder."""
    local = {"IVR_INSECURE_LOCAL": "1", "IVR_AUDIO": str(audio), **environment}
    return staffed_app(read_settings(local)).test_client()


@dataclass
class Browser:
    """Shows the page of the web phone, and sends its forms. ``page`` is what is shown."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    page: str = ""
    status: int = 0

    def open(self) -> None:
        """Go to the page."""
        self._show(self.client.get("/phone", headers=self.headers))

    def send(self, **fields: str) -> None:
        """Press a button or send a field, together with what the page holds."""
        self._show(self.client.post("/phone", data=self.form(**fields), headers=self.headers))

    def ask(self, **fields: str) -> dict[str, Any]:
        """The same as the page's script does it; the page stays."""
        headers = {**self.headers, "Accept": "application/json"}
        answer = self.client.post("/phone", data=self.form(**fields), headers=headers)
        value: dict[str, Any] = answer.get_json()
        return value

    def form(self, **fields: str) -> dict[str, str]:
        """What a form of the page holds, and these fields."""
        held = {name: unescape(value) for name, value in HIDDEN.findall(self.page)}
        return {**held, **fields}

    @property
    def heard(self) -> str:
        """Everything that stands on the page as said."""
        return " ".join(unescape(text) for _, text in CAPTION.findall(self.page))

    @property
    def locales(self) -> list[str]:
        """The languages of what stands on the page as said."""
        return [locale for locale, _ in CAPTION.findall(self.page)]

    @property
    def language(self) -> str:
        """The language of the page."""
        found = re.search(r'<html lang="(\w+)">', self.page)
        return found.group(1) if found else ""

    @property
    def phase(self) -> str:
        """Where the call is."""
        found = re.search(r'<body data-phase="(\w+)"', self.page)
        return found.group(1) if found else ""

    @property
    def sounds(self) -> list[str]:
        """The addresses of the sounds on the page."""
        return re.findall(r'<audio controls preload="none" src="([^"]+)">', self.page)

    def _show(self, response: TestResponse) -> None:
        # What is there for the script holds every word of the pages, whatever is shown.
        self.page = FOR_THE_SCRIPT.sub("", response.get_data(as_text=True))
        self.status = response.status_code
