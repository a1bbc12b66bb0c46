"""The shape of ``flows/service.yaml``: what is true of the whole line."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ivr.authoring.shape import Key, Name, Reference, Shape, Text
from ivr.authoring.shape_flow import Option
from ivr.authoring.shape_speech import SpeechRulesShape
from ivr.authoring.shape_staff import StaffShape


class SpeechBy(StrEnum):
    """Who speaks to callers."""

    TWILIO = "twilio"
    RENDERED = "rendered"


class Engine(StrEnum):
    """What can make sound ahead of calls (``ivr.speech.voices``)."""

    HIBARI = "hibari"
    PICO = "pico"
    PYTTSX3 = "pyttsx3"


class LanguageShape(Shape):
    """How one language is spoken. Its words stand in the folder prompts/<code>/."""

    locale: Text = Field(
        description="The language and country whose sounds the voice speaks, as Twilio names it.",
        examples=["en-US"],
    )
    voice: Text = Field(
        description="The voice, as Twilio names it.", examples=["Polly.Joanna-Neural"]
    )
    voice_words_per_minute: int = Field(
        ge=60,
        le=300,
        description="How fast this voice speaks when it is left alone, in words a minute (60 to "
        "300). Measured once for each voice; all paces are reckoned from it.",
        examples=[165],
    )
    engines: list[Engine] = Field(
        default=list(Engine),
        description="What makes sound of this language ahead of calls: the first of these that is "
        "installed and speaks it, or else pyttsx3, which is always there.",
        examples=[["hibari", "pyttsx3"]],
    )


class KeysShape(Shape):
    """Keys that mean the same everywhere. No menu may use them."""

    person: Key = Field(description="The key that leads to a person, at any time.", examples=["0"])
    back: Key = Field(
        description="The key that goes back to where the caller was before.", examples=["*"]
    )
    next: Key = Field(
        description='The key that skips ahead to the next part. Write "#" in quotes: without '
        "them it begins a comment.",
        examples=["#"],
    )
    repeat: Key = Field(description="The key that says the last words again.", examples=["9"])
    language: Key = Field(description="The key that goes on in the next language.", examples=["8"])
    pace: Key = Field(
        description="The key that speaks slower, and at the next press as before.",
        examples=["7"],
    )


class PacesShape(Shape):
    """How fast the line speaks."""

    normal: int = Field(
        ge=80,
        le=200,
        description="Words a minute when a call begins (80 to 200).",
        examples=[150],
    )
    slow: int = Field(
        ge=80,
        le=200,
        description="Words a minute after the caller asked for slower speech (80 to 200).",
        examples=[125],
    )
    fast: int = Field(
        default=175,
        ge=80,
        le=250,
        description="Words a minute after the caller asked for faster speech (80 to 250).",
        examples=[175],
    )


class TimeoutsShape(Shape):
    """Seconds of silence before the line speaks again."""

    menu: int = Field(
        ge=2,
        le=60,
        description="Seconds of silence after a menu, before its choices are said another way "
        "(2 to 60).",
        examples=[10],
    )
    reading: int = Field(
        ge=1,
        le=30,
        description="Seconds between the parts of a text, before it goes on by itself (1 to 30).",
        examples=[3],
    )
    number: int = Field(
        default=10,
        ge=1,
        le=60,
        description="Seconds after a part with a telephone number, before the text goes on by "
        "itself (1 to 60): a caller has to find a pen, and may want to hear it again.",
        examples=[10],
    )
    typing: int = Field(
        default=8,
        ge=3,
        le=30,
        description="Seconds without a key that end a number which is being typed (3 to 30). What "
        "was typed is kept, and the caller can go on.",
        examples=[8],
    )


class LimitsShape(Shape):
    """Bounds of a call."""

    longest_call: int = Field(
        ge=60,
        le=14_400,
        description="Seconds after which a call ends (60 to 14400; 3600 is an hour).",
        examples=[3600],
    )
    warn_before: int = Field(
        ge=60,
        le=3_600,
        description="Seconds before that end at which callers are warned (60 to 3600). The line "
        "tells time in whole minutes.",
        examples=[180],
    )
    trail: int = Field(
        ge=1,
        le=32,
        description="How many places the key for back can lead back through (1 to 32).",
        examples=[12],
    )
    resume_within: int = Field(
        default=0,
        ge=0,
        le=30,
        description="Minutes within which somebody whose call broke off is asked whether to go on "
        "where they were (up to 30); 0: never. Whoever calls from that telephone is asked.",
        examples=[30],
    )
    answer_within: int = Field(
        default=24,
        ge=1,
        le=336,
        description="Hours after which a request to be called back is overdue (1 to 336).",
        examples=[24],
    )


class ServiceShape(Shape):
    """``flows/service.yaml``: what is true of the whole line."""

    service: Name = Field(
        description="The name of this line for programs: small letters, digits and _.",
        examples=["careline"],
    )
    start: Reference = Field(
        description="The node where a call begins, as flow.node.", examples=["main.welcome"]
    )
    main_menu: Reference = Field(
        description="The menu that callers who are lost are brought to, as flow.node.",
        examples=["main.main_menu"],
    )
    person: Reference = Field(
        description="The node that the key for a person leads to, as flow.node.",
        examples=["main.person"],
    )
    goodbye: Reference = Field(
        description="The goodbye node that ends a call which has to end, as flow.node.",
        examples=["main.goodbye"],
    )
    languages: Annotated[dict[Name, LanguageShape], Field(min_length=1)] = Field(
        description="The languages of the line by their codes (en, es, ...). The first one opens "
        "the call. Each has a folder prompts/<code>/."
    )
    speech: SpeechBy = Field(
        default=SpeechBy.TWILIO,
        description="Who speaks: `twilio`, with the voice of each language, or `rendered`, sound "
        "that `ivr render` made ahead. People's recordings are played in either case, and what "
        "has no sound is said by Twilio.",
        examples=["rendered"],
    )
    keys: KeysShape = Field(
        description="The keys that work in every node, so that no menu may use them."
    )
    paces: PacesShape = Field(
        description="How fast the line speaks, in words a minute.",
        examples=[{"normal": 150, "slow": 125, "fast": 175}],
    )
    after_reading: dict[Key, Option] = Field(
        default={},
        description="What is offered at the end of every text, besides its own `also`: a "
        "telephone key, and the node that it leads to.",
        examples=[{"1": "main.main_menu"}],
    )
    timeouts: TimeoutsShape = Field(
        description="Seconds of silence before the line speaks again.",
        examples=[{"menu": 10, "reading": 3, "number": 10}],
    )
    limits: LimitsShape = Field(description="How long a call may be, and how far back it leads.")
    listening: SpeechRulesShape = Field(
        default=SpeechRulesShape(),
        description="What the line does with what callers say in their own words.",
    )
    staff: dict[Name, StaffShape] = Field(
        default={}, description="Groups of people that `transfer` can ring, by name."
    )
