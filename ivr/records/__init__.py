"""What is kept of calls and for callers, how it is sealed, and how long it stays."""

from ivr.records.calls import CallFacts, TurnTaken
from ivr.records.errors import (
    AddressError,
    DatabaseError,
    NumberError,
    Reason,
    RecordsError,
    RequestError,
    SealError,
    UserError,
)
from ivr.records.migrating import current, upgrade
from ivr.records.records import Records
from ivr.records.requests import Request, RequestState, Wish
from ivr.records.sending import Text
from ivr.records.texts import TextState
from ivr.records.trying import GivenUp
from ivr.records.users import Role, User
from ivr.records.voicemails import Voicemail, VoicemailState

__all__ = [
    "AddressError",
    "CallFacts",
    "DatabaseError",
    "GivenUp",
    "NumberError",
    "Reason",
    "Records",
    "RecordsError",
    "Request",
    "RequestError",
    "RequestState",
    "Role",
    "SealError",
    "Text",
    "TextState",
    "TurnTaken",
    "User",
    "UserError",
    "Voicemail",
    "VoicemailState",
    "Wish",
    "current",
    "upgrade",
]
