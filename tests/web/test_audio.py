"""``/audio``: what was made is served so that everything in between may keep it."""

import pytest
from flask.testing import FlaskClient

from ivr.settings import read_settings
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, SoundCache
from ivr.web import create_app

NAME = "0123456789abcdef" * 2
WIDE, NARROW = b"fLaC wide sound", b"RIFF narrow sound"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A line with one sound in its cache; it is served in production too."""
    folder = tmp_path_factory.mktemp("audio")
    cache = SoundCache(folder)
    cache.put(NAME, WIDE_FILE, WIDE)
    cache.put(NAME, TELEPHONE_FILE, NARROW)
    environment = {
        "IVR_PUBLIC_URL": "https://line.example.org",
        "IVR_SECRET_KEY": "k" * 64,
        "TWILIO_AUTH_TOKEN": "token",
        "IVR_AUDIO": str(folder),
    }
    return create_app(read_settings(environment)).test_client()


@pytest.mark.parametrize(
    ("kind", "content", "mime"),
    [(TELEPHONE_FILE, NARROW, "audio/wav"), (WIDE_FILE, WIDE, "audio/flac")],
)
def test_a_sound_is_served_for_ever(
    client: FlaskClient, kind: str, content: bytes, mime: str
) -> None:
    """Both forms come with their type, may be kept by anybody, and never change."""
    response = client.get(f"/audio/{NAME}{kind}", buffered=True)
    assert (response.status_code, response.data, response.mimetype) == (200, content, mime)
    kept = {each.strip() for each in response.headers["Cache-Control"].split(",")}
    assert kept == {"public", "max-age=31536000", "immutable"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_part_of_a_sound_can_be_asked_for(client: FlaskClient) -> None:
    """Players jump within a sound by asking for ranges."""
    response = client.get(f"/audio/{NAME}.flac", headers={"Range": "bytes=5-8"}, buffered=True)
    assert (response.status_code, response.data) == (206, b"wide")
    assert response.headers["Content-Range"] == f"bytes 5-8/{len(WIDE)}"


def test_a_sound_that_is_there_already_is_not_sent_again(client: FlaskClient) -> None:
    """Its ETag is answered with 304, and the two forms have different ones."""
    first = client.get(f"/audio/{NAME}.flac", buffered=True)
    asked = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"/audio/{NAME}.flac", headers=asked, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/audio/{NAME}.wav", buffered=True).headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        f"/audio/{'f' * 32}.flac",
        f"/audio/{NAME}.mp3",
        f"/audio/{NAME.upper()}.flac",
        "/audio/../settings.py.flac",
        "/audio/..%2F..%2Fetc%2Fpasswd.wav",
        "/audio/01.wav",
        "/audio/",
    ],
)
def test_what_is_no_sound_of_the_cache_is_not_found(client: FlaskClient, path: str) -> None:
    """Only names of the cache's form are looked for."""
    assert client.get(path, buffered=True).status_code == 404
