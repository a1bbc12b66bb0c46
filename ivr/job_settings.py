"""What is wrong with the settings of what a worker does: texts, reminders, the queue."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

_QUEUE: Final = re.compile(r"sqlite:///.+|rediss?://.+")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_SENDER: Final = re.compile(rf"{_NUMBER.pattern}|MG[0-9a-f]{{32}}")


def problems(environ: Mapping[str, str], *, local: bool) -> list[str]:
    """What is to be set right, in sentences. A local line may lack what others must have."""
    found = []
    queue_url = environ.get("IVR_QUEUE_URL", "").strip()
    if queue_url and not _QUEUE.fullmatch(queue_url):
        found.append(
            "IVR_QUEUE_URL is not the address of a queue: write redis://host:6379/0, or "
            "sqlite:///var/queue.db for a file"
        )
    sender = environ.get("IVR_TEXTS_FROM", "").strip()
    if sender and not _SENDER.fullmatch(sender):
        found.append(
            "IVR_TEXTS_FROM is neither a number (+15555550100) nor the SID of a messaging service "
            "(MG and 32 characters)"
        )
    if sender and not local and not environ.get("TWILIO_ACCOUNT_SID", "").strip():
        found.append(
            "TWILIO_ACCOUNT_SID is missing: without it no texts can be sent from IVR_TEXTS_FROM"
        )
    staff = environ.get("IVR_REMIND_BY_TEXT", "").replace(",", " ").split()
    if not all(_NUMBER.fullmatch(number) for number in staff):
        found.append(
            "IVR_REMIND_BY_TEXT holds something that is not a telephone number: write each as "
            "+ and digits (+15555550100), with commas between them"
        )
    if staff and not local and not sender:
        found.append("IVR_REMIND_BY_TEXT sends nothing without IVR_TEXTS_FROM: set it too")
    twilio_api = environ.get("IVR_TWILIO_API", "").strip()
    if twilio_api and not _is_here(twilio_api):
        found.append(
            "IVR_TWILIO_API is for tests, with a Twilio made of software on this machine "
            "(http://127.0.0.1:9000): leave it out"
        )
    return found


def _is_here(url: str) -> bool:
    """Whether an address is one of this machine's own."""
    try:
        parts = urlsplit(url)
        loopback = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
    return loopback and parts.scheme == "http"


def queue_beside(database_url: str) -> str:
    """A queue in the folder of an SQLite database, or else in var/."""
    if not database_url.startswith("sqlite:///"):
        return "sqlite:///var/queue.db"
    folder, slash, _ = database_url.removeprefix("sqlite:///").rpartition("/")
    return f"sqlite:///{folder}{slash}queue.db"
