"""The shapes of how callers are heard: ``prompts/<language>/speech.yaml``, and what danger is."""

from typing import Annotated

from pydantic import Field

from ivr.authoring.shape import Key, Lines, Name, Reference, Shape, Text

Count = Annotated[int, Field(ge=0, le=100, description="What this word counts.", examples=[20])]
Meant = Annotated[
    str, Field(max_length=200, description="What is meant.", examples=["lymph nodes"])
]
KeyNames = Annotated[list[Text], Field(description="Names of this key.", examples=[["two", "too"]])]
Answering = Annotated[
    Reference, Field(description="The node, as flow.node.", examples=["safety.emergency"])
]


class NumbersShape(Shape):
    """How a language counts."""

    values: dict[Text, Count] = Field(
        default={},
        description="Number words and their values, 0 to 20, tens, and hundred.",
        examples=[{"one": 1, "twenty": 20, "hundred": 100}],
    )
    joins: list[Text] = Field(
        default=[],
        description="Words inside a number that count nothing: one hundred AND one.",
        examples=[["and", "a"]],
    )
    half: list[Text] = Field(
        default=[], description="Words that add a half: 38 y MEDIO.", examples=[["half"]]
    )
    point: list[Text] = Field(
        default=[],
        description="Words before a decimal: one hundred POINT four.",
        examples=[["point"]],
    )


class SpokenCommandShape(Shape):
    """A command that callers can say."""

    label: Text = Field(
        description="How the line names it where it has to ask: For {label}, press 1.",
        examples=["hearing it again"],
    )
    phrases: Lines = Field(
        description="What callers say for it.", examples=[["say that again", "repeat"]]
    )


class SpokenCommandsShape(Shape):
    """What callers can ask for in every node. Another language is asked for by `asked_by`."""

    person: SpokenCommandShape | None = Field(default=None, description="What leads to a person.")
    back: SpokenCommandShape | None = Field(
        default=None, description="What goes back to where the caller was."
    )
    next: SpokenCommandShape | None = Field(
        default=None, description="What goes on to the next part."
    )
    repeat: SpokenCommandShape | None = Field(
        default=None, description="What says the last words again."
    )
    main_menu: SpokenCommandShape | None = Field(
        default=None, description="What leads to the main menu."
    )
    slower: SpokenCommandShape | None = Field(default=None, description="What speaks slower.")
    faster: SpokenCommandShape | None = Field(default=None, description="What speaks faster.")
    goodbye: SpokenCommandShape | None = Field(default=None, description="What ends the call.")
    help: SpokenCommandShape | None = Field(
        default=None, description="What says what callers can say."
    )

    @property
    def named(self) -> dict[str, SpokenCommandShape]:
        """The commands that have words, by name."""
        return {name: shape for name, shape in self if shape is not None}


class SpeechShape(Shape):
    """``prompts/<language>/speech.yaml``: how a language is heard. Only labels are spoken."""

    numbers: NumbersShape = Field(default=NumbersShape(), description="How this language counts.")
    fillers: Lines = Field(
        default=[],
        description="Words that mean nothing by themselves, and are not listened to.",
        examples=[["um", "well", "please", "can you tell me"]],
    )
    rewrites: dict[Text, Meant] = Field(
        default={},
        description="What is heard, and what is meant by it: contractions, words that mean the "
        'same, words that recognisers get wrong. "" leaves the words out.',
        examples=[{"limp nodes": "lymph nodes", "mom": "mother"}],
    )
    negations: list[Text] = Field(
        default=[],
        description="Single words that deny the two words after them: NO chest pain.",
        examples=[["not", "no", "without"]],
    )
    breaks: list[Text] = Field(
        default=[],
        description="Single words at which what was denied ends: no pain BUT a fever.",
        examples=[["but", "because"]],
    )
    long_ago: list[Text] = Field(
        default=[],
        description="Patterns: what happened then is no danger now.",
        examples=[["years ago", "as a child"]],
    )
    affirmations: list[Text] = Field(
        default=[], description="What means yes.", examples=[["sure", "go ahead"]]
    )
    refusals: list[Text] = Field(
        default=[], description="What means no.", examples=[["nope", "not now"]]
    )
    noise: Lines = Field(
        default=[],
        description="What is said near a telephone and not to it: to somebody else in the room, to "
        "a dog, by a television. It is taken for nothing.",
        examples=[["harold turn the tv down"]],
    )
    keys: dict[Key, KeyNames] = Field(
        default={},
        description="How the keys are called by voice, misheard names too.",
        examples=[{"2": ["two", "too"], "#": ["pound", "hash"]}],
    )
    key_words: list[Text] = Field(
        default=[],
        description="What callers say around a key: PRESS two.",
        examples=[["press", "number", "option"]],
    )
    commands: SpokenCommandsShape = Field(
        default=SpokenCommandsShape(), description="What callers can ask for in every node."
    )


class SpeechRulesShape(Shape):
    """What the line does with what callers say."""

    danger: dict[Name, Answering] = Field(
        default={},
        description="Nodes that answer danger to life, by the name `ivr route` gives them. They "
        "are reached from everywhere, before anything else, in this order. Their words stand in "
        "their prompts under `danger` and `not_danger`.",
        examples=[{"emergency": "safety.emergency"}],
    )
    advice: Reference | None = Field(
        default=None,
        description="The node that answers questions only a doctor can answer, as flow.node.",
        examples=["doctor.ask_doctor"],
    )
    confirm_below: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="The recogniser's confidence below which the line asks whether it heard right "
        "(0 to 1). Danger is never asked about.",
        examples=[0.3],
    )
