"""The way into the console: narrow, timed, and closed when somebody leaves."""

import logging
from datetime import timedelta

import pytest

from ivr.dialogue import Book
from ivr.records import Records, Role
from ivr.web.console.sessions import IDLE, LONGEST
from ivr.web.limits import LOG_INS
from tests.records.kept import KEY, NEWER_KEY, NOW
from tests.web.console.browsing import PASSWORD, Browser, Clock, application, settings

PAGES = ["/console", "/console/requests", "/console/requests/1234", "/console/voicemails",
         "/console/voicemails/ab", "/console/voicemails/ab/sound", "/console/numbers",
         "/console/audit", "/console/nothing"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_to_who_is_not_logged_in(visitor: Browser, path: str) -> None:
    """Every page leads to the form, which is no error."""
    visitor.open(path)
    assert (visitor.path, visitor.status) == ("/console/login", 200)
    assert "Password" in visitor.text


def test_the_right_password_opens_the_queue(visitor: Browser, records: Records) -> None:
    """It is noted down who came and who left."""
    visitor.enter("Ana")
    assert (visitor.path, visitor.status) == ("/console/requests", 200)
    assert "ana, staff" in visitor.text
    visitor.open("/console/login")
    assert visitor.path == "/console/requests"
    visitor.send("/console/logout")
    assert visitor.path == "/console/login"
    visitor.open("/console/requests")
    assert visitor.path == "/console/login"
    assert [entry.what for entry in records.audit.last()] == ["logged out", "logged in"]


def test_ten_wrong_passwords_lock_the_name_for_a_while(visitor: Browser, clock: Clock) -> None:
    """Not even the right one opens then; a quarter of an hour later it does."""
    for _ in range(10):
        visitor.enter("ana", "a wrong password")
        assert visitor.status == 403
        assert "locked for 15 minutes" in visitor.text
    visitor.enter("ana")
    assert visitor.status == 403
    clock.go(timedelta(minutes=16))
    visitor.enter("ana")
    assert visitor.path == "/console/requests"


def test_no_name_is_told_from_another(visitor: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """The page is the same for a name that nobody has, and nothing typed is logged."""
    pages = []
    with caplog.at_level(logging.DEBUG):
        for name in ("ana", "nobody at all"):
            visitor.enter(name, "a wrong password")
            pages.append(visitor.text)
    assert pages[0] == pages[1]
    assert "refused" in caplog.text
    for typed in ("ana", "nobody at all", "a wrong password"):
        assert typed not in caplog.text


def test_one_address_can_not_try_for_ever(visitor: Browser, clock: Clock) -> None:
    """Beyond its share it is told how long to wait, and no password is looked at."""
    for place in range(LOG_INS.most):
        visitor.enter(f"name {place}", "a wrong password")
    visitor.enter("ana")
    assert visitor.status == 429
    assert "wait 30" not in visitor.text
    assert "Too many tries" in visitor.text
    clock.go(timedelta(minutes=1))
    visitor.enter("ana")
    assert visitor.status == 200


@pytest.mark.parametrize("broken", ["", "forged"])
def test_a_form_that_is_not_ours_changes_nothing(ana: Browser, broken: str) -> None:
    """Without the token of this session it is refused."""
    ana.send("/console/logout", csrf_token=broken)
    assert ana.status == 400
    assert "nothing was changed" in ana.text
    ana.open("/console/requests")
    assert ana.path == "/console/requests"


def test_a_form_of_another_site_changes_nothing(ana: Browser) -> None:
    """Even with the token: the browser says where it came from."""
    ana.headers["Sec-Fetch-Site"] = "cross-site"
    ana.send("/console/logout")
    assert ana.status == 400
    ana.headers.clear()
    ana.open("/console/requests")
    assert ana.path == "/console/requests"


def test_a_token_of_another_session_is_no_good(
    visitor: Browser, records: Records, url: str, book: Book, clock: Clock
) -> None:
    """What somebody else may have read is worth nothing."""
    other = Browser(application(records, settings(url), book, clock).test_client())
    other.open("/console/login")
    visitor.open("/console/login")
    visitor.page = other.page
    visitor.send("/console/login", name="ana", password=PASSWORD)
    assert visitor.status == 400


def cookie(browser: Browser) -> str:
    """The session of a browser, as it would be stolen."""
    found = browser.client.get_cookie("careline_console", path="/console")
    assert found
    return found.value


def thief(browser: Browser, stolen: str) -> Browser:
    """Another browser with that session."""
    made = Browser(browser.client.application.test_client())
    made.client.set_cookie("careline_console", stolen, path="/console")
    return made


def test_a_session_that_was_planted_is_not_logged_in_with(visitor: Browser) -> None:
    """Who knew the cookie before the log-in knows nothing after it, not even its token."""
    visitor.open("/console/login")
    planted, token = cookie(visitor), visitor.page
    visitor.send("/console/login", name="ana", password=PASSWORD)
    assert visitor.path == "/console/requests"
    other = thief(visitor, planted)
    other.open("/console/requests")
    assert other.path == "/console/login"
    visitor.page = token
    visitor.send("/console/logout")
    assert visitor.status == 400


def test_logging_out_ends_the_session_everywhere(ana: Browser) -> None:
    """A copy of the cookie opens nothing any more."""
    other = thief(ana, cookie(ana))
    other.open("/console/requests")
    assert other.path == "/console/requests"
    ana.send("/console/logout")
    other.open("/console/requests")
    assert other.path == "/console/login"
    assert "session was over" in other.text


@pytest.mark.parametrize("change", ["password", "removed", "logged out"])
def test_who_is_changed_is_logged_out(ana: Browser, records: Records, change: str) -> None:
    """With the next page, whatever the cookie says."""
    if change == "password":
        records.users.add("ana", PASSWORD + "!", Role.STAFF, NOW, replace=True)
    elif change == "removed":
        records.users.remove("ana")
    else:
        records.users.end_sessions("ana")
    ana.open("/console/requests")
    assert ana.path == "/console/login"


def test_a_new_role_counts_at_once(ana: Browser, records: Records) -> None:
    """No session remembers what somebody might do before."""
    ana.open("/console/numbers")
    assert ana.status == 403
    records.users.admit("ana", Role.EDITOR, NOW)
    ana.open("/console/numbers")
    assert ana.status == 200


def test_a_session_ends_when_nobody_uses_it(ana: Browser, clock: Clock) -> None:
    """Each page counts as use."""
    for _ in range(3):
        clock.go(IDLE)
        ana.open("/console/requests")
        assert ana.path == "/console/requests"
    clock.go(IDLE + timedelta(seconds=1))
    ana.open("/console/requests")
    assert ana.path == "/console/login"
    assert "session was over" in ana.text


def test_a_session_ends_after_a_day_at_work(ana: Browser, clock: Clock) -> None:
    """However much it is used."""
    while clock.now < NOW + LONGEST:
        clock.go(timedelta(minutes=20))
        ana.open("/console/requests")
    clock.go(timedelta(seconds=1))
    ana.open("/console/requests")
    assert ana.path == "/console/login"


def test_the_key_rotates_without_logging_anybody_out(
    ana: Browser, records: Records, url: str, book: Book, clock: Clock
) -> None:
    """As long as the old one is listed."""
    stolen = cookie(ana)
    for keys, path in ((f"{NEWER_KEY},{KEY}", "/console/requests"), (NEWER_KEY, "/console/login")):
        chosen = settings(url, IVR_SECRET_KEY=keys)
        other = Browser(application(records, chosen, book, clock).test_client())
        other.client.set_cookie("careline_console", stolen, path="/console")
        other.open("/console/requests")
        assert other.path == path


def test_a_local_line_without_a_key_has_one_of_its_own(
    records: Records, url: str, book: Book, clock: Clock
) -> None:
    """The key of such a line is public: nobody may make cookies with it."""
    made = [
        application(records, settings(url, IVR_SECRET_KEY=""), book, clock).secret_key
        for _ in range(2)
    ]
    assert made[0] != made[1]


@pytest.mark.parametrize(
    ("environment", "parts"),
    [
        ({}, {"Path=/console"}),
        ({"IVR_PUBLIC_URL": "https://line.example.org/careline"}, {"Path=/careline/console"}),
        ({"IVR_PUBLIC_URL": "https://line.example.org", "IVR_INSECURE_LOCAL": "",
          "TWILIO_AUTH_TOKEN": "t"}, {"Path=/console", "Secure"}),
    ],
)  # fmt: skip
def test_the_cookie_goes_nowhere_else(
    records: Records, url: str, book: Book, environment: dict[str, str], parts: set[str]
) -> None:
    """Only to the console, not to scripts, not with what other sites send, and over https."""
    app = application(records, settings(url, **environment), book, Clock())
    made = app.test_client().get("/console/login").headers["Set-Cookie"]
    told = {part.strip() for part in made.split(";")[1:]}
    assert told == {"HttpOnly", "SameSite=Lax", *parts}


def test_every_answer_is_kept_to_itself(ana: Browser) -> None:
    """No script, nothing from elsewhere, no frame, no copy; style and icon come from here."""
    for path in ("/console/requests", "/console/login", "/console/nothing"):
        headers = ana.client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
    with ana.client.get("/console/static/console.css") as style:
        assert style.status_code == 200
    assert "<script" not in ana.page
    assert "style=" not in ana.page


def test_too_large_a_form_is_not_read(visitor: Browser) -> None:
    """It is refused before any password is looked at."""
    visitor.open("/console/login")
    visitor.send("/console/login", name="ana", password="x" * 40_000)
    assert visitor.status == 413
    assert "too long" in visitor.text


def test_a_session_without_a_stamp_opens_nothing(visitor: Browser) -> None:
    """Even if it was sealed with our key, as one of another version could be."""
    with visitor.client.session_transaction(path="/console") as session:
        session["_user_id"] = "ana"
    visitor.open("/console/requests")
    assert visitor.path == "/console/login"


def test_the_first_page_is_the_queue(ana: Browser) -> None:
    """Whoever types the short address is brought there."""
    for path in ("/console", "/console/"):
        ana.open(path)
        assert ana.path == "/console/requests"
