"""An account at a Twilio made of software: what it was asked for, and what it has.

Shapes, codes and texts of errors follow Twilio's published description of its REST API
(2010-04-01: Messages, Recordings; "Error and Warning Dictionary").
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import Any

API = "/2010-04-01/Accounts"

MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    20503: "Service Unavailable",
    21211: "Invalid 'To' Phone Number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    30034: "Message from an Unregistered Number",
}


@dataclass
class Message:
    """A text that the account has taken to send."""

    sid: str
    to: str
    sender: str
    body: str
    callback: str
    created: datetime
    status: str = "queued"


@dataclass
class Account:
    """What one account holds. Everything that was taken stays, so that it can be counted."""

    sid: str
    token: str
    messages: list[Message] = field(default_factory=list)
    recordings: dict[str, bytes] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    refused: dict[str, int] = field(default_factory=dict)
    """Error codes by number."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    lag: timedelta = timedelta()
    """How long a text that was taken is not in the list yet."""

    def __post_init__(self) -> None:
        self.lock = threading.Condition()
        self._numbers = count(1)

    def root(self) -> str:
        """Where its resources are."""
        return f"{API}/{self.sid}"

    def create(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Take a text to send, if nothing is wrong with it."""
        sender = form.get("From") or form.get("MessagingServiceSid", "")
        wrong = self.refused.get(form.get("To", ""))
        if not form.get("To", "").startswith("+"):
            wrong = 21211
        elif not sender:
            wrong = 21603
        elif not form.get("Body"):
            wrong = 21602
        if wrong:
            return problem(400, wrong)
        with self.lock:
            message = Message(
                sid=f"SM{next(self._numbers):032x}",
                to=form["To"],
                sender=sender,
                body=form["Body"],
                callback=form.get("StatusCallback", ""),
                created=self.now().replace(microsecond=0),
            )
            self.messages.append(message)
            self.lock.notify_all()
        return 201, self.shown(message)

    def listed(self, query: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """The texts to one number, the newest first."""
        to, size = query.get("To"), int(query.get("PageSize", "50"))
        with self.lock:
            listed = [each for each in self.messages if each.created + self.lag <= self.now()]
            found = [each for each in reversed(listed) if to in {None, each.to}][:size]
        return 200, {
            "messages": [self.shown(each) for each in found],
            "page": 0,
            "page_size": size,
            "next_page_uri": None,
            "uri": f"{self.root()}/Messages.json",
        }

    def fetched(self, sid: str) -> tuple[int, dict[str, Any]]:
        """One text."""
        with self.lock:
            found = [each for each in self.messages if each.sid == sid]
        return (200, self.shown(found[0])) if found else problem(404, 20404)

    def shown(self, message: Message) -> dict[str, Any]:
        """A text as the API shows it."""
        return {
            "sid": message.sid,
            "account_sid": self.sid,
            "to": message.to,
            "from": None if message.sender.startswith("MG") else message.sender,
            "messaging_service_sid": message.sender if message.sender.startswith("MG") else None,
            "body": message.body,
            "status": message.status,
            "direction": "outbound-api",
            "date_created": format_datetime(message.created),
            "date_sent": None,
            "error_code": None,
            "uri": f"{self.root()}/Messages/{message.sid}.json",
        }

    def wait_for(self, count: int, seconds: float) -> bool:
        """Whether it has taken so many texts, after waiting for that long at most."""
        with self.lock:
            return self.lock.wait_for(lambda: len(self.messages) >= count, seconds)

    def sent_to(self) -> Counter[str]:
        """How many texts each number got."""
        with self.lock:
            return Counter(message.to for message in self.messages)

    def status_callback(self, message: Message, status: str, error: int = 0) -> dict[str, str]:
        """What Twilio posts to the status callback of a text."""
        form = {
            "AccountSid": self.sid,
            "ApiVersion": "2010-04-01",
            "From": message.sender,
            "To": message.to,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
        }
        return {**form, "ErrorCode": str(error)} if error else form


def problem(status: int, code: int) -> tuple[int, dict[str, Any]]:
    """An error as the API tells it."""
    return status, {
        "code": code,
        "message": MESSAGES.get(code, "Something is wrong"),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
