"""Voices and sound that tests of speech share."""

import sys

import pytest

from ivr.speech.espeak import Espeak


@pytest.fixture(scope="session")
def english() -> Espeak:
    """The American voice of espeak."""
    return Espeak("gmw/en-us")


@pytest.fixture(scope="session")
def spanish() -> Espeak:
    """The Latin American voice of espeak."""
    return Espeak("roa/es-419")


@pytest.fixture
def espeak_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra voices, whether or not this one has them."""
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.setitem(sys.modules, "py_nanotts", None)
