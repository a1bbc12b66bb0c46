"""The environment: closed unless it is safe, and clear about what is missing."""

from pathlib import Path

import pytest

import ivr.settings
from ivr.retention import Retention
from ivr.settings import SettingsError, read_settings, shipped_book
from tests.conftest import DEFAULT_DATABASE

GOOD = {
    "IVR_PUBLIC_URL": "https://line.example.org/",
    "IVR_SECRET_KEY": "n" * 64 + ", " + "o" * 64,
    "TWILIO_AUTH_TOKEN": "token-one,token-two",
    "TWILIO_ACCOUNT_SID": "AC123",
}


def test_good_settings_are_read_whole() -> None:
    """Lists come apart at commas, the newest first, and the address loses its last slash."""
    settings = read_settings(GOOD)
    assert settings.public_url == "https://line.example.org"
    assert settings.secret_keys == ("n" * 64, "o" * 64)
    assert settings.auth_tokens == ("token-one", "token-two")
    assert settings.account_sid == "AC123"
    assert settings.book == shipped_book()
    assert not settings.insecure_local
    assert settings.audio == Path("var/audio")
    assert not settings.web_phone


@pytest.mark.parametrize("name", ["IVR_PUBLIC_URL", "IVR_SECRET_KEY", "TWILIO_AUTH_TOKEN"])
@pytest.mark.parametrize("value", [None, "", "  ", ","])
def test_what_is_missing_is_named(name: str, value: str | None) -> None:
    """Without a token, a key or an address there is no line, and the message says which."""
    others = {key: text for key, text in GOOD.items() if key != name}
    environment = others if value is None else {**others, name: value}
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings(environment)
    assert len(caught.value.problems) == 1


def test_everything_missing_is_named_at_once() -> None:
    """An operator reads one message, not three in a row."""
    with pytest.raises(SettingsError) as caught:
        read_settings({})
    for name in ("IVR_PUBLIC_URL", "IVR_SECRET_KEY", "TWILIO_AUTH_TOKEN", "IVR_INSECURE_LOCAL"):
        assert name in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://line.example.org",
        "line.example.org",
        "https://",
        "https://my_line.example.org",
        "https://línea.example.org",
        "https://line.example.org?x=1",
        "https://line.example.org:port",
        "https://[::1",
        "https://line.example.org/a&b",
        'https://line.example.org/"',
        "https://line.example.org/a b",
        "https://user:word@line.example.org",
        "https://line.example.org/voice",
    ],
)
def test_an_address_that_twilio_could_not_use_is_refused(url: str) -> None:
    """Only a plain https address will do."""
    with pytest.raises(SettingsError, match="IVR_PUBLIC_URL"):
        read_settings({**GOOD, "IVR_PUBLIC_URL": url})


def test_staff_numbers_come_from_the_environment() -> None:
    """Several numbers of a group stand in one variable."""
    environment = {**GOOD, "IVR_STAFF_NUMBERS": "+15555550100, +15555550101"}
    assert read_settings(environment).staff == {
        "IVR_STAFF_NUMBERS": ("+15555550100", "+15555550101")
    }


def test_a_wrong_staff_number_is_reported_without_being_repeated() -> None:
    """The message names the variable and the form, and not the number."""
    with pytest.raises(SettingsError, match="IVR_STAFF_NUMBERS") as caught:
        read_settings({**GOOD, "IVR_STAFF_NUMBERS": "555-0100"})
    assert "555-0100" not in str(caught.value)


def test_a_book_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """IVR_BOOK has to name a folder."""
    with pytest.raises(SettingsError, match="IVR_BOOK"):
        read_settings({**GOOD, "IVR_BOOK": str(tmp_path / "nowhere")})


def test_a_local_line_needs_nothing_else() -> None:
    """IVR_INSECURE_LOCAL=1 is enough to try the line on one's own machine."""
    settings = read_settings({"IVR_INSECURE_LOCAL": "1"})
    assert settings.insecure_local
    assert settings.secret_keys


@pytest.mark.parametrize("local", ["", "1"])
@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False), ("no", False)])
def test_the_web_phone_is_turned_on_and_off(local: str, value: str, *, on: bool) -> None:
    """What is set counts in every line, local or not."""
    environment = {**GOOD, "IVR_INSECURE_LOCAL": local, "IVR_WEB_PHONE": value}
    assert read_settings(environment).web_phone is on


def test_the_folder_of_sounds_is_chosen() -> None:
    """IVR_AUDIO names it; it need not be there yet."""
    assert read_settings({**GOOD, "IVR_AUDIO": "/srv/sounds"}).audio == Path("/srv/sounds")


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    """A printed Settings holds neither keys nor tokens nor numbers of staff."""
    text = repr(read_settings({**GOOD, "IVR_STAFF_NUMBERS": "+15555550100"}))
    for secret in ("nnnn", "token-one", "+15555550100"):
        assert secret not in text


def test_a_short_secret_is_called_weak() -> None:
    """Operators are told; the line starts."""
    assert read_settings({**GOOD, "IVR_SECRET_KEY": "short"}).weak_secret
    assert not read_settings(GOOD).weak_secret


def test_more_people_than_one_transfer_can_ring_are_refused() -> None:
    """Twilio rings ten numbers at once."""
    numbers = ",".join(f"+1555555{number:04}" for number in range(11))
    with pytest.raises(SettingsError, match="IVR_STAFF_NUMBERS"):
        read_settings({**GOOD, "IVR_STAFF_NUMBERS": numbers})


def test_records_are_kept_in_a_file_unless_told_otherwise() -> None:
    """SQLite under var/, for the days that docs/records.md says."""
    settings = read_settings(GOOD)
    assert DEFAULT_DATABASE == "sqlite:///var/careline.db"
    assert settings.database_url == ivr.settings.DATABASE_URL
    assert settings.retention == Retention()
    url = "postgresql://careline:sesame@db.example.org/careline"
    chosen = {**GOOD, "IVR_DATABASE_URL": url, "IVR_KEEP_DAYS": "turns=7, texts=8"}
    settings = read_settings(chosen)
    assert settings.database_url == url
    assert settings.retention == Retention(turns=7, texts=8)
    assert "sesame" not in repr(settings)


@pytest.mark.parametrize("url", ["careline.db", "mysql://a:sesame@b/c", "sqlite://", "sqlite:///"])
def test_an_address_of_no_database_is_refused(url: str) -> None:
    """It is not repeated, since it may hold a password."""
    with pytest.raises(SettingsError, match="IVR_DATABASE_URL") as caught:
        read_settings({**GOOD, "IVR_DATABASE_URL": url})
    assert "sesame" not in str(caught.value)


def test_days_that_can_not_be_followed_are_refused() -> None:
    """The message names the kind of record that there is not."""
    with pytest.raises(SettingsError, match=r'IVR_KEEP_DAYS.*"turn" is not a kind'):
        read_settings({**GOOD, "IVR_KEEP_DAYS": "turn=7"})


def test_a_queue_is_kept_beside_the_database_unless_told_otherwise() -> None:
    """A file; or Redis, whose password is not shown."""
    environment = {**GOOD, "IVR_DATABASE_URL": "sqlite:///var/careline.db"}
    assert read_settings(environment).queue_url == "sqlite:///var/queue.db"
    beside = read_settings({**GOOD, "IVR_DATABASE_URL": "sqlite:////srv/line/careline.db"})
    assert beside.queue_url == "sqlite:////srv/line/queue.db"
    other = read_settings({**GOOD, "IVR_DATABASE_URL": "postgresql://db/careline"})
    assert other.queue_url == "sqlite:///var/queue.db"
    chosen = read_settings({**GOOD, "IVR_QUEUE_URL": "redis://:sesame@host:6379/0"})
    assert chosen.queue_url == "redis://:sesame@host:6379/0"
    assert "sesame" not in repr(chosen)


def test_texts_are_sent_if_there_is_all_that_it_takes() -> None:
    """A sender, an account and a token; recordings need no sender."""
    settings = read_settings({**GOOD, "IVR_TEXTS_FROM": "+15555550199"})
    assert settings.can_text
    assert "5550199" not in repr(settings)
    assert read_settings({**GOOD, "IVR_TEXTS_FROM": "MG" + "0" * 32}).can_text
    assert (read_settings(GOOD).can_text, read_settings(GOOD).can_fetch) == (False, True)
    local = read_settings({"IVR_INSECURE_LOCAL": "1", "IVR_TEXTS_FROM": "+15555550199"})
    assert (local.can_text, local.can_fetch) == (False, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IVR_QUEUE_URL", "amqp://:sesame@host"),
        ("IVR_QUEUE_URL", "sqlite:///"),
        ("IVR_TEXTS_FROM", "555-sesame"),
        ("IVR_REMIND_BY_TEXT", "+15555550100, sesame"),
        ("IVR_REMIND_BY_TEXT", "+15555550100"),
        ("IVR_TWILIO_API", "https://api.twilio.com"),
        ("IVR_TWILIO_API", "http://192.0.2.1:9000"),
        ("IVR_TWILIO_API", "http://127.0.0.1.example.org"),
        ("IVR_TWILIO_API", "http://["),
    ],
)
def test_what_no_worker_could_use_is_refused(name: str, value: str) -> None:
    """The message names the variable, and does not repeat what may be private."""
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({**GOOD, name: value})
    assert "sesame" not in str(caught.value)


def test_texts_need_an_account() -> None:
    """Else nobody would notice that none are sent."""
    without = {name: value for name, value in GOOD.items() if name != "TWILIO_ACCOUNT_SID"}
    with pytest.raises(SettingsError, match="TWILIO_ACCOUNT_SID"):
        read_settings({**without, "IVR_TEXTS_FROM": "+15555550199"})


def test_a_twilio_of_software_on_this_machine_is_taken() -> None:
    """As tests and measurements use."""
    settings = read_settings({**GOOD, "IVR_TWILIO_API": "http://127.0.0.1:9000/"})
    assert settings.twilio_api == "http://127.0.0.1:9000"


@pytest.mark.parametrize("local", ["", "1"])
@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False), ("", None)])
def test_the_console_is_turned_on_and_off(local: str, value: str, *, on: bool | None) -> None:
    """What is set counts in every line; unset, a local line has it and no other."""
    environment = {**GOOD, "IVR_INSECURE_LOCAL": local, "IVR_CONSOLE": value}
    assert read_settings(environment).console is (bool(local) if on is None else on)


def test_a_time_zone_is_one_of_the_database() -> None:
    """Unset, it is that of the machine; one that is none is refused."""
    assert read_settings(GOOD).zone is None
    chosen = read_settings({**GOOD, "IVR_TIME_ZONE": "America/New_York"}).zone
    assert str(chosen) == "America/New_York"
    for wrong in ("Mars/North", "../etc/passwd", "America"):
        with pytest.raises(SettingsError, match="IVR_TIME_ZONE"):
            read_settings({**GOOD, "IVR_TIME_ZONE": wrong})


ISSUER = {
    "IVR_OIDC_ISSUER": "https://id.example.org/",
    "IVR_OIDC_CLIENT_ID": "careline",
    "IVR_OIDC_CLIENT_SECRET": "sesame",
}


def test_an_issuer_is_read_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its three settings belong together; the secret is not printed; Authlib has to be there."""
    assert read_settings(GOOD).issuer is None
    issuer = read_settings({**GOOD, **ISSUER}).issuer
    assert issuer
    assert (issuer.url, issuer.client_id) == ("https://id.example.org", "careline")
    assert "sesame" not in repr(issuer)
    for name in ISSUER:
        with pytest.raises(SettingsError, match="all three"):
            read_settings({**GOOD, **ISSUER, name: ""})
    monkeypatch.setattr("ivr.issuer.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"careline\[oidc\]"):
        read_settings({**GOOD, **ISSUER})


@pytest.mark.parametrize(
    "url", ["http://id.example.org", "https://", "id.example.org", "https://[", "https://a.b?c=d"]
)
def test_an_issuer_that_can_not_be_trusted_is_refused(url: str) -> None:
    """Only https will do, except for one of this machine in a local line."""
    with pytest.raises(SettingsError, match="IVR_OIDC_ISSUER"):
        read_settings({**GOOD, **ISSUER, "IVR_OIDC_ISSUER": url})


def test_an_issuer_of_this_machine_serves_a_local_line_only() -> None:
    """As in tests, and while trying it out."""
    here = {**GOOD, **ISSUER, "IVR_OIDC_ISSUER": "http://127.0.0.1:9000"}
    with pytest.raises(SettingsError, match="https://"):
        read_settings(here)
    assert read_settings({**here, "IVR_INSECURE_LOCAL": "1"}).issuer
