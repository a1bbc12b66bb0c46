"""Logging in with an account of the organisation: a real issuer over HTTP, honest and not."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from ivr.dialogue import Book
from ivr.records import Records, Role, User
from ivr.settings import Settings
from ivr.web.limits import LOG_INS
from tests.web.console.browsing import Browser, Clock, application, settings
from tests.web.console.issuing import CLIENT, SECRET, Issuer


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that knows ana."""
    with Issuer(claims={"preferred_username": "ana"}) as started:
        yield started


@pytest.fixture
def trusting(url: str, issuer: Issuer) -> Settings:
    """The settings of a line that trusts the issuer."""
    return settings(
        url,
        IVR_OIDC_ISSUER=issuer.url,
        IVR_OIDC_CLIENT_ID=CLIENT,
        IVR_OIDC_CLIENT_SECRET=SECRET,
    )


@pytest.fixture
def outside(
    visitor: Browser, records: Records, trusting: Settings, book: Book, clock: Clock
) -> Browser:
    """A browser in front of the console of that line."""
    return replace(visitor, client=application(records, trusting, book, clock).test_client())


class Stay(HTTPRedirectHandler):
    """Follows nothing, so that the browser can."""

    def http_error_302(self, *given: Any) -> Any:
        """The answer itself."""
        return given[1]


def back(browser: Browser) -> str:
    """To the issuer, and the path that it sends the browser back to."""
    going = browser.client.get("/console/elsewhere")
    assert going.status_code == 302, going.get_data(as_text=True)
    answer = build_opener(Stay).open(going.headers["Location"])
    path: str = answer.headers["Location"].partition("//localhost")[2]
    assert path.startswith("/console/elsewhere/back?")
    return path


def enter(browser: Browser) -> None:
    """Log in with the issuer."""
    browser.open(back(browser))


def test_whoever_has_a_user_here_is_let_in_as_that(outside: Browser, issuer: Issuer) -> None:
    """No password of this line is asked for; the form offers the way."""
    outside.open("/console/login")
    assert "account" in outside.text
    enter(outside)
    assert (outside.path, outside.status) == ("/console/requests", 200)
    assert "ana, staff" in outside.text
    assert {"/authorize", "/token", "/keys"} <= set(issuer.asked)


@pytest.mark.parametrize(
    ("said", "role"), [("staff", Role.STAFF), (["nurse", "editor", "staff"], Role.EDITOR)]
)
def test_the_issuer_can_give_roles(
    outside: Browser, issuer: Issuer, records: Records, said: object, role: Role
) -> None:
    """Then nobody has to be added here; the highest role counts."""
    issuer.claims |= {"preferred_username": "Dora", "careline_role": said}
    enter(outside)
    assert outside.path == "/console/requests"
    assert records.users.find("dora") == User("dora", role)


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "dora"},
        {"preferred_username": "ana", "careline_role": []},
        {"preferred_username": "ana", "careline_role": "porter"},
        {"preferred_username": ""},
        {"preferred_username": "d" * 90, "careline_role": "staff"},
        {"preferred_username": None, "email": "ana", "email_verified": False},
    ],
)
def test_whoever_nobody_gave_a_role_stays_out(
    outside: Browser, issuer: Issuer, records: Records, claims: dict[str, Any]
) -> None:
    """Neither here nor there; a user whose role the issuer takes away is one of them."""
    issuer.claims |= claims
    enter(outside)
    assert outside.status == 403
    assert "may not use this console" in outside.text
    assert len(records.users.list()) == 3
    outside.open("/console/requests")
    assert outside.path == "/console/login"


def test_an_address_that_the_issuer_has_checked_is_a_name(
    outside: Browser, issuer: Issuer, records: Records
) -> None:
    """Where it has no other."""
    issuer.claims = {"email": "d@example.org", "email_verified": True, "careline_role": "staff"}
    enter(outside)
    assert records.users.find("d@example.org") == User("d@example.org", Role.STAFF)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody else"},
        {"iss": "https://id.example.org"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3_600},
    ],
)
def test_a_token_that_is_not_for_us_now_opens_nothing(
    outside: Browser, issuer: Issuer, wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it is logged."""
    issuer.wrong = wrong
    with caplog.at_level(logging.WARNING):
        enter(outside)
    assert outside.status == 403
    assert "did not let you in" in outside.text
    assert "log-in with the issuer failed" in caplog.text
    assert "ana" not in caplog.text


def test_a_token_that_another_key_signed_opens_nothing(outside: Browser, issuer: Issuer) -> None:
    """Whatever it says."""
    issuer.forged = True
    enter(outside)
    assert outside.status == 403


def test_a_way_back_that_nobody_began_here_leads_nowhere(outside: Browser) -> None:
    """So that nobody is logged in as somebody else by a link; and no way back serves twice."""
    path = back(outside)
    stranger = replace(outside, client=outside.client.application.test_client())
    stranger.open(path)
    assert stranger.status == 403
    outside.open("/console/elsewhere/back?error=access_denied&state=x")
    assert outside.status == 403
    outside.open(path)
    assert outside.path == "/console/requests"
    outside.open(path)
    assert outside.status == 403


def test_an_issuer_that_is_away_is_said_so(outside: Browser, issuer: Issuer) -> None:
    """With status 503, before and after the log-in there; who has a password can use it."""
    path = back(outside)
    issuer.__exit__(None, None, None)
    outside.open(path)
    assert outside.status == 503
    assert "can't be reached right now" in outside.text
    outside.enter("ana")
    assert outside.path == "/console/requests"
    issuer.__enter__()


def test_an_issuer_that_calls_itself_something_else_is_not_trusted(
    outside: Browser, issuer: Issuer
) -> None:
    """Nobody is sent there."""
    issuer.name = "https://id.example.org"
    outside.open("/console/elsewhere")
    assert outside.status == 503
    assert "/authorize" not in issuer.asked


def test_coming_back_is_not_tried_for_ever(outside: Browser, issuer: Issuer) -> None:
    """Beyond its share an address is told to wait, and the issuer is not asked."""
    for _ in range(LOG_INS.most):
        outside.open("/console/elsewhere/back")
        assert outside.status == 403
    enter(outside)
    assert outside.status == 429
    assert "/token" not in issuer.asked


def test_without_an_issuer_there_is_no_such_page(visitor: Browser) -> None:
    """The form has only a name and a password."""
    visitor.open("/console/login")
    assert "organisation" not in visitor.text
    assert visitor.client.get("/console/elsewhere").status_code in {303, 404}
