"""A webhook that answers with given documents, in order, and remembers what it was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ivr.phone.handset import Handset, Numbers
from ivr.phone.transport import Wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

URL = "http://line.example/calls/voice?a=1"


@dataclass(frozen=True)
class Asked:
    """One request that a webhook got."""

    method: str
    path: str
    query: str
    form: Mapping[str, str]
    signature: str


@dataclass
class Webhook:
    """Answers with each document in turn, and with the last one again and again."""

    documents: list[str]
    content_type: str = "text/xml"
    status: str = "200 OK"
    asked: list[Asked] = field(default_factory=list)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = dict(parse_qsl(environ["wsgi.input"].read(length).decode(), keep_blank_values=True))
        self.asked.append(
            Asked(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"],
                environ["QUERY_STRING"],
                form,
                environ.get("HTTP_X_TWILIO_SIGNATURE", ""),
            )
        )
        start_response(self.status, [("Content-Type", self.content_type)])
        return [self.documents[min(len(self.asked), len(self.documents)) - 1].encode()]

    @property
    def last(self) -> Mapping[str, str]:
        """The parameters that were posted last."""
        return self.asked[-1].form


def response(*verbs: str) -> str:
    """A document that holds these verbs."""
    return f"<Response>{''.join(verbs)}</Response>"


def placed(*documents: str, caller: str = "+15555550142") -> tuple[Handset, Webhook]:
    """A call that was placed to a webhook that answers with these documents."""
    webhook = Webhook(list(documents))
    handset = Handset(Wsgi(webhook), URL, Numbers(caller=caller))
    handset.dial()
    return handset, webhook


def said(handset: Handset) -> list[str]:
    """Everything that was heard."""
    return [heard.text for heard in handset.heard]
