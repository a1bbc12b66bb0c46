"""``/audio`` of what can't be given as it was asked for."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.speech.cache import TELEPHONE_FILE, SoundCache
from ivr.web.audio import audio

NAME, EMPTY = "0" * 32, "1" * 32


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A cache with one sound, and a file that a power failure left empty."""
    cache = SoundCache(tmp_path)
    cache.put(NAME, TELEPHONE_FILE, b"RIFF sound")
    cache.put(EMPTY, TELEPHONE_FILE, b"")
    app = Flask(__name__)
    app.register_blueprint(audio(tmp_path))
    return app.test_client()


def test_an_empty_file_is_not_found(client: FlaskClient) -> None:
    """It would be played as silence."""
    assert client.get(f"/audio/{EMPTY}.wav", buffered=True).status_code == 404


def test_a_range_behind_the_end_is_told_the_length(client: FlaskClient) -> None:
    """So that a player can ask again for what there is (RFC 9110, 15.5.17)."""
    asked = {"Range": "bytes=10-"}
    answer = client.get(f"/audio/{NAME}.wav", headers=asked, buffered=True)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["bytes=abc", "bytes=0-1,3-4", "lines=0-1", "", "bytes=5-2"])
def test_a_range_that_says_nothing_is_ignored(client: FlaskClient, asked: str) -> None:
    """The whole sound comes (RFC 9110, 14.2)."""
    answer = client.get(f"/audio/{NAME}.wav", headers={"Range": asked}, buffered=True)
    assert (answer.status_code, answer.data) == (200, b"RIFF sound")
