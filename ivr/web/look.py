"""The style sheet that the web phone and the console have in common."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory

FOLDER: Final = Path(__file__).parent / "static"


def add_look(pages: Blueprint, path: str) -> None:
    """Serve it with these pages, at ``<path>/look.css``."""

    @pages.get(f"{path}/look.css")
    def look() -> Response:
        return send_from_directory(FOLDER, "look.css")
