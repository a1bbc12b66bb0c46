"""The shape of a book's files: what each may hold, described for editors."""

from ivr.authoring.shape import Date, Key, Name, Parts, Reference, Shape, SourceId, Text, Truth
from ivr.authoring.shape_approvals import (
    HASH_LENGTH,
    ApprovalShape,
    ApprovalsShape,
    HeardShape,
)
from ivr.authoring.shape_card import CardShape
from ivr.authoring.shape_facts import (
    DirectoryShape,
    HoursShape,
    LineId,
    LineShape,
    SourceShape,
    SourcesShape,
)
from ivr.authoring.shape_flow import (
    KINDS,
    BranchShape,
    CaseShape,
    FlowShape,
    NodeShape,
    NoShape,
    ReadShape,
    SayShape,
    TransferShape,
)
from ivr.authoring.shape_hours import HoursWordsShape
from ivr.authoring.shape_lexicon import LexiconShape, SayingShape
from ivr.authoring.shape_service import (
    KeysShape,
    LanguageShape,
    LimitsShape,
    PacesShape,
    ServiceShape,
    SpeechBy,
    TimeoutsShape,
)
from ivr.authoring.shape_speech import (
    NumbersShape,
    SpeechRulesShape,
    SpeechShape,
    SpokenCommandShape,
    SpokenCommandsShape,
)
from ivr.authoring.shape_staff import StaffHoursShape, StaffOrder, StaffShape
from ivr.authoring.shape_words import (
    LinesShape,
    PromptShape,
    PromptsShape,
    ServiceWordsShape,
    TemplatesShape,
)

__all__ = [
    "HASH_LENGTH",
    "KINDS",
    "ApprovalShape",
    "ApprovalsShape",
    "BranchShape",
    "CardShape",
    "CaseShape",
    "Date",
    "DirectoryShape",
    "FlowShape",
    "HeardShape",
    "HoursShape",
    "HoursWordsShape",
    "Key",
    "KeysShape",
    "LanguageShape",
    "LexiconShape",
    "LimitsShape",
    "LineId",
    "LineShape",
    "LinesShape",
    "Name",
    "NoShape",
    "NodeShape",
    "NumbersShape",
    "PacesShape",
    "Parts",
    "PromptShape",
    "PromptsShape",
    "ReadShape",
    "Reference",
    "SayShape",
    "SayingShape",
    "ServiceShape",
    "ServiceWordsShape",
    "Shape",
    "SourceId",
    "SourceShape",
    "SourcesShape",
    "SpeechBy",
    "SpeechRulesShape",
    "SpeechShape",
    "SpokenCommandShape",
    "SpokenCommandsShape",
    "StaffHoursShape",
    "StaffOrder",
    "StaffShape",
    "TemplatesShape",
    "Text",
    "TimeoutsShape",
    "TransferShape",
    "Truth",
]
