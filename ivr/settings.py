"""The environment, read once into a frozen value; what is missing is named all at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ivr import job_settings
from ivr.errors import CarelineError
from ivr.issuer import Issuer, IssuerError
from ivr.retention import Retention, RetentionError

LOCAL_SECRET: Final = "this line answers on this machine only"  # noqa: S105 - it keeps nothing
"""What seals call tokens in ``IVR_INSECURE_LOCAL=1`` when no key is set."""

STAFF_PREFIX: Final = "IVR_STAFF_"

SHORT_SECRET: Final = 32
"""Characters below which a secret key is called weak: 128 bits, written in hexadecimal."""

MOST_NUMBERS: Final = 10
"""Numbers that one <Dial> of Twilio rings at once."""

DEFAULT_AUDIO: Final = "var/audio"
"""Where rendered sound is kept, below the folder in which the line is started."""

DATABASE_URL: Final = "sqlite:///var/careline.db"

_DATABASE: Final = re.compile(r"sqlite:///.+|(postgresql|postgres)(\+psycopg)?://.+")
_PLAIN_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


class SettingsError(CarelineError):
    """Raised if the environment can't make a safe line; ``problems`` says what to set."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        listing = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(
            f"Careline does not start with these settings:\n{listing}\n"
            "To try the line on this machine only, set IVR_INSECURE_LOCAL=1."
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    ``public_url`` has no slash at its end and is empty in a local line without one. The newest
    of ``secret_keys`` comes first. ``staff`` holds numbers by environment variable. ``audio`` is
    the folder of rendered sound, and ``web_phone`` whether browsers may call the line.
    ``database_url`` and ``queue_url`` may hold a password. ``retention`` says how long records
    are kept. ``texts_from`` is the number or the messaging service that texts come from, and
    ``remind_by_text`` whom they remind. ``twilio_api`` is empty but in tests. ``console`` says
    whether there are pages for staff, ``zone`` where they are (none: in the zone of this machine),
    and ``issuer`` who else may say who they are.
    """

    public_url: str
    secret_keys: tuple[str, ...] = field(repr=False)
    auth_tokens: tuple[str, ...] = field(repr=False)
    account_sid: str
    book: Path
    insecure_local: bool
    staff: Mapping[str, tuple[str, ...]] = field(repr=False)
    audio: Path
    web_phone: bool
    database_url: str = field(repr=False)
    retention: Retention
    queue_url: str = field(repr=False)
    texts_from: str = field(repr=False)
    remind_by_text: tuple[str, ...] = field(repr=False)
    twilio_api: str
    console: bool
    zone: ZoneInfo | None
    issuer: Issuer | None

    @property
    def can_fetch(self) -> bool:
        """Whether Twilio can be asked for anything: recordings, for one."""
        return bool(self.account_sid and self.auth_tokens)

    @property
    def can_text(self) -> bool:
        """Whether texts can be sent, and so may be asked for."""
        return bool(self.can_fetch and self.texts_from)

    @property
    def weak_secret(self) -> bool:
        """Whether a secret key is shorter than a good one."""
        return any(len(key) < SHORT_SECRET for key in self.secret_keys)


def shipped_book() -> Path:
    """The folder of the book that comes with Careline."""
    package = Path(__file__).parent
    installed = package / "book"
    return installed if installed.is_dir() else package.parent


def audio_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of the sound files: ``IVR_AUDIO``, or ``var/audio`` where the process runs."""
    environ = os.environ if environment is None else environment
    return Path(environ.get("IVR_AUDIO", "").strip() or DEFAULT_AUDIO)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this environment; of the process unless told.

    Raises SettingsError, which names everything that is missing or wrong.
    """
    environ = os.environ if environment is None else environment
    local = _on(environ, "IVR_INSECURE_LOCAL")
    secrets = _listed(environ, "IVR_SECRET_KEY")
    tokens = _listed(environ, "TWILIO_AUTH_TOKEN")
    public_url = environ.get("IVR_PUBLIC_URL", "").strip().rstrip("/")
    problems = [] if local else _missing(public_url, secrets, tokens)
    staff = {}
    for name in environ:
        if name.startswith(STAFF_PREFIX):
            staff[name] = _listed(environ, name)
            if not all(_E164.fullmatch(number) for number in staff[name]):
                problems.append(
                    f"{name} holds something that is not a telephone number: write each as "
                    "+ and digits (+15555550100), with commas between them"
                )
            if len(staff[name]) > MOST_NUMBERS:
                problems.append(f"{name} holds more than {MOST_NUMBERS} numbers, which is too many")
    book = environ.get("IVR_BOOK", "").strip()
    if book and not Path(book).is_dir():
        problems.append("IVR_BOOK names a folder that does not exist")
    database_url = environ.get("IVR_DATABASE_URL", "").strip() or DATABASE_URL
    if not _DATABASE.fullmatch(database_url):
        problems.append(
            f"IVR_DATABASE_URL is not the address of a database: write {DATABASE_URL} for a "
            "file, or postgresql://user:password@host/name"
        )
    problems += job_settings.problems(environ, local=local)
    retention = Retention()
    try:
        retention = Retention.written(_listed(environ, "IVR_KEEP_DAYS"))
    except RetentionError as error:
        problems.append(f"IVR_KEEP_DAYS can't be followed: {error}")
    zone = _zone(environ, problems)
    issuer = _issuer(environ, problems, local=local)
    if problems:
        raise SettingsError(tuple(problems))
    return Settings(
        public_url=public_url,
        secret_keys=secrets or (LOCAL_SECRET,),
        auth_tokens=tokens,
        account_sid=environ.get("TWILIO_ACCOUNT_SID", "").strip(),
        book=Path(book) if book else shipped_book(),
        insecure_local=local,
        staff=MappingProxyType(staff),
        audio=audio_folder(environ),
        web_phone=_on(environ, "IVR_WEB_PHONE", unset=local),
        database_url=database_url,
        retention=retention,
        queue_url=environ.get("IVR_QUEUE_URL", "").strip()
        or job_settings.queue_beside(database_url),
        texts_from=environ.get("IVR_TEXTS_FROM", "").strip(),
        remind_by_text=_listed(environ, "IVR_REMIND_BY_TEXT"),
        twilio_api=environ.get("IVR_TWILIO_API", "").strip().rstrip("/"),
        console=_on(environ, "IVR_CONSOLE", unset=local),
        zone=zone,
        issuer=issuer,
    )


def _on(environ: Mapping[str, str], name: str, *, unset: bool = False) -> bool:
    value = environ.get(name, "").strip()
    return value in {"1", "true", "yes"} if value else unset


def _listed(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part for raw in environ.get(name, "").split(",") if (part := raw.strip()))


def _zone(environ: Mapping[str, str], problems: list[str]) -> ZoneInfo | None:
    name = environ.get("IVR_TIME_ZONE", "").strip()
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        problems.append("IVR_TIME_ZONE is not a zone of the tz database, such as America/New_York")
        return None


def _issuer(environ: Mapping[str, str], problems: list[str], *, local: bool) -> Issuer | None:
    names = ("IVR_OIDC_ISSUER", "IVR_OIDC_CLIENT_ID", "IVR_OIDC_CLIENT_SECRET")
    try:
        return Issuer.written(*(environ.get(name, "").strip() for name in names), local=local)
    except IssuerError as error:
        problems.append(f"{', '.join(names)}: {error}")
        return None


def _missing(public_url: str, secrets: tuple[str, ...], tokens: tuple[str, ...]) -> list[str]:
    problems = []
    if not tokens:
        problems.append(
            "TWILIO_AUTH_TOKEN is missing: without it nobody can tell Twilio's requests from "
            "forged ones (Twilio console, Account, API keys & tokens)"
        )
    if not secrets:
        problems.append(
            "IVR_SECRET_KEY is missing: it encrypts where a caller is in the line "
            '(make one: python3 -c "import secrets; print(secrets.token_hex(32))")'
        )
    if not public_url:
        problems.append(
            "IVR_PUBLIC_URL is missing: the https address under which Twilio reaches this line, "
            "such as https://line.example.org"
        )
    else:
        problems += _wrong_url(public_url)
    return problems


def _wrong_url(public_url: str) -> list[str]:
    try:
        parts = urlsplit(public_url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ["IVR_PUBLIC_URL is not an address"]
    if parts.scheme != "https":
        return ["IVR_PUBLIC_URL must start with https://: what a caller chooses is private"]
    plain = not (parts.query or parts.fragment or parts.username) and public_url.isascii()
    if not host or not plain or not _PLAIN_PATH.fullmatch(parts.path) or set(host) & set(' "&<>'):
        return ["IVR_PUBLIC_URL must be a plain ASCII address without ? and #, names and marks"]
    if parts.path.endswith("/voice"):
        return ["IVR_PUBLIC_URL ends in /voice, which the line adds by itself: leave it out"]
    if "_" in host:
        return ["IVR_PUBLIC_URL has an underscore in its host name, which Twilio refuses"]
    return []
