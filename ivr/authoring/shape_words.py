"""The shapes of ``prompts/<language>/*.yaml``: every word that is spoken."""

from typing import Annotated, Any, Final

from pydantic import Field

from ivr.authoring.shape import Key, Lines, Name, Parts, Shape, SourceId, Text
from ivr.authoring.shape_card import CardShape
from ivr.authoring.shape_facts import LineId
from ivr.authoring.shape_hours import HoursWordsShape
from ivr.authoring.shape_phrases import SAID, SAID_ALWAYS

MARKS: Final = (
    "Marks: {pause}, {name:acs}, {number:acs} and {hours:acs} for a line of "
    "prompts/directory.yaml, {key:person} for the key of a command, {languages} for the offers "
    "of the other languages."
)


class PromptShape(Shape):
    """The words of one node, under the node's name in its flow."""

    label: Text | None = Field(
        default=None,
        description="How menus offer this node: For {label}, press {key}. Short, the topic first, "
        "no marks.",
        examples=["nearby lymph nodes"],
    )
    phrases: Lines = Field(
        default=[],
        description="What callers say to reach it, in small letters: a list, or a text after | "
        "with one a line. The first ones also help the recogniser: write the hardest words there.",
        examples=[["what is a biopsy", "does a biopsy hurt"]],
    )
    danger: Lines = Field(
        default=[],
        description="Patterns of words that lead here at once, from everywhere. Only for nodes "
        "that flows/service.yaml names under `listening: danger`. `a|b` is one of two words, `+a` "
        "follows at once, {degrees} is a fever.",
        examples=[["chest pain|hurts", "want +to +die", "temperature {degrees}"]],
    )
    not_danger: Lines = Field(
        default=[],
        description="Patterns of words that look like danger and are none.",
        examples=[["dying to know"]],
    )
    ask_first: Text | None = Field(
        default=None,
        description="The warning before a text that is hard to hear. Only where the flow says "
        "`ask_first: true` for this node.",
        examples=["This part may feel heavy."],
    )
    say: Parts = Field(
        default=[],
        description="What is said: one text, or a list of parts that callers can skip or repeat. "
        f"The answer first; at most 95 words a part. {MARKS}",
        examples=["When cancer comes back.", ["The answer first.", "Then the rest."]],
    )
    text: Text | None = Field(
        default=None,
        description="What is sent to a telephone when the caller has this reading sent: one "
        "thought in whole sentences, the answer first, then whom to ask or call. 125 characters "
        "fit one message, or 57 with letters such as á, í, ó or ú. Marks: {name:acs} and "
        "{number:acs}. Without it the lines are sent whose numbers the reading gives.",
        examples=["Ask your doctor when you will hear the result. Questions? Call {number:acs}."],
    )
    sources: list[SourceId] = Field(
        default=[],
        description="Where these facts come from: ids in prompts/sources.yaml.",
        examples=[["acs-r", "uptodate"]],
    )


PromptsShape = dict[Name, PromptShape]
"""``prompts/<language>/<flow>.yaml``: node → words."""


class TemplatesShape(Shape):
    """How choices are spoken. Marks in braces stand for a label or the name of a key."""

    option: Text = Field(
        description="One choice of a menu. Marks: {label} and {key}. The topic comes first, so "
        "that callers know what the key is for when they hear it.",
        examples=["For {label}, press {key}."],
    )
    option_next: Text | None = Field(
        default=None,
        description="The second and later choices of a menu, where they are said in fewer words "
        "than the first. Marks: {label} and {key}. Like `option` if it is left out.",
        examples=["{label}, press {key}."],
    )
    option_short: Text = Field(
        description="One choice in the fewest words, for callers who were silent or not understood "
        "twice. Marks: {label} and {key}.",
        examples=["{label}: {key}."],
    )
    after_menu: Text | None = Field(
        default=None,
        description="What is said after the choices of every menu but the main menu. Mark: {back}.",
        examples=["To go back, press {back}."],
    )
    after_menu_short: Text | None = Field(
        default=None,
        description="The same in the fewest words. Mark: {back}.",
        examples=["Back: {back}."],
    )
    language_offer: Text | None = Field(
        default=None,
        description="How this language is offered to callers of another one, in this language; "
        "it is said where a text has {languages}. Mark: {key}.",
        examples=["Para español, oprima {key}."],
    )
    gate: Text = Field(
        description="The question after the warning of a hard text. Marks: {yes} and {back}.",
        examples=["To hear it now, press {yes}. To go back, press {back}."],
    )
    after_reading: Text = Field(
        description="What is offered last after a text. Marks: {repeat} and {back}.",
        examples=["To hear that again, press {repeat}. To go back, press {back}."],
    )
    after_reading_short: Text = Field(
        description="The same in the fewest words. Marks: {repeat} and {back}.",
        examples=["Again: {repeat}. Back: {back}."],
    )
    whisper: Text | None = Field(
        default=None,
        description="What staff who answer are told before they take a call: which key takes it "
        "(1), and what the caller listens in. Said twice, in the first language of the line. "
        "Mark: {language}. Needed where a node transfers to staff.",
        examples=["A caller waits, who listens in {language}. To take the call, press 1."],
    )
    text: Text | None = Field(
        default=None,
        description="Every text with names that is sent to a telephone: who sends it, what it "
        "says, how to stop texts. Mark: {text}, which ends with a full stop. Needed where there is "
        "a `text` node.",
        examples=["Careline: {text} Reply STOP to end texts."],
    )
    text_plain: Text | None = Field(
        default=None,
        description="Every text without names: who sends it, telephone numbers, how to stop texts. "
        "It must not tell what the call was about. Mark: {text}, numbers with commas between them. "
        "Needed where there is a `text` node.",
        examples=["Careline: numbers you asked for: {text}. Reply STOP to end texts."],
    )


def _listed(made: dict[str, Any]) -> None:
    """Name every phrase in the schema: an editor then offers each, and misses none."""
    (text,) = made.pop("patternProperties").values()
    made["properties"] = {
        name: {**text, "description": f"Said {when}."} for name, when in SAID.items()
    }
    made["required"] = list(SAID_ALWAYS)


class ServiceWordsShape(Shape):
    """``prompts/<language>/service.yaml``: the line's own words."""

    key_names: dict[
        Key, Annotated[Text, Field(description="How this key is called.", examples=["star"])]
    ] = Field(
        description="How keys are called in this language. A digit without a name here is called "
        "by itself.",
        examples=[{"*": "star", "#": "pound"}],
    )
    asked_by: list[Text] = Field(
        default=[],
        description="What callers say to go on in this language: whole utterances. Capitals, "
        "accents and punctuation don't matter.",
        examples=[["español", "spanish please", "no hablo inglés"]],
    )
    templates: TemplatesShape = Field(
        description="How choices are spoken; marks in braces are filled in by the line."
    )
    hours: HoursWordsShape | None = Field(
        default=None,
        description="What {hours:line} says. Needed where a text has that mark.",
    )
    phrases: dict[Name, Text] = Field(
        description=f"What the line says at moments that belong to no single node. {MARKS}",
        json_schema_extra=_listed,
    )
    card: CardShape | None = Field(
        default=None,
        description="The words of the card for patients, which `ivr script --cards` prints. "
        "Needed only there.",
    )

    @property
    def filled_in(self) -> list[tuple[str, str, str]]:
        """Every text whose marks the line fills in: the key it stands under, its name, itself."""
        groups = (("templates", self.templates), ("hours", self.hours))
        return [
            (at, name, text)
            for at, shape in groups
            if shape is not None
            for name, text in shape.model_dump(exclude_none=True, exclude={"zones"}).items()
        ]


LinesShape = dict[
    LineId,
    Annotated[
        Text,
        Field(
            description="How this line of prompts/directory.yaml is called in the middle of a "
            'sentence, with "the" where the language wants it.',
            examples=["the American Cancer Society"],
        ),
    ],
]
"""``prompts/<language>/lines.yaml``: id in the directory → spoken name."""
