"""What is kept of calls and for callers, how it is sealed, and how long it stays."""

from ivr.records.asked import Request, RequestState, Waiting, Wish
from ivr.records.audit import Entry
from ivr.records.calls import CallFacts, TurnTaken
from ivr.records.errors import (
    AddressError,
    DatabaseError,
    NumberError,
    Reason,
    RecordsError,
    RequestError,
    SealError,
    TooManyTextsError,
    UserError,
)
from ivr.records.migrating import current, upgrade
from ivr.records.records import Records
from ivr.records.reminding import Overdue, Reminder
from ivr.records.sending import Text
from ivr.records.statistics import Figures
from ivr.records.texts import TextState, TextWish
from ivr.records.trying import GivenUp
from ivr.records.users import Role, User
from ivr.records.voicemails import Left, Voicemail, VoicemailState

__all__ = [
    "AddressError",
    "CallFacts",
    "DatabaseError",
    "Entry",
    "Figures",
    "GivenUp",
    "Left",
    "NumberError",
    "Overdue",
    "Reason",
    "Records",
    "RecordsError",
    "Reminder",
    "Request",
    "RequestError",
    "RequestState",
    "Role",
    "SealError",
    "Text",
    "TextState",
    "TextWish",
    "TooManyTextsError",
    "TurnTaken",
    "User",
    "UserError",
    "Voicemail",
    "VoicemailState",
    "Waiting",
    "Wish",
    "current",
    "upgrade",
]
