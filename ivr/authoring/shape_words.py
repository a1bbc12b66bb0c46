"""The shapes of ``prompts/<language>/*.yaml``: every word that is spoken."""

from typing import Annotated, Any, Final

from pydantic import Field

from ivr.authoring.shape import Key, Lines, Name, Parts, Shape, SourceId, Text
from ivr.authoring.shape_card import CardShape
from ivr.authoring.shape_facts import LineId
from ivr.authoring.shape_hours import HoursWordsShape
from ivr.dialogue.book import Phrase

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


SAID_ALWAYS: Final = {
    "more": "after the first part of a text that goes on",
    "number_again": "after a part with a telephone number, in the middle of a text",
    "no_input_first": "after the first silence",
    "no_input_second": "after the second silence",
    "no_match_first": "after the first key that means nothing",
    "no_match_second": "after the second key that means nothing, or words not understood",
    "no_match_spoken": "after the first words that are not understood: how to say it, and 9 1 1",
    "clarify": "when words can mean two or three things, which then are offered",
    "confirm": "when the recogniser was not sure of the words, before what it heard is offered",
    "help": "when the caller asks what they can say",
    "in_case": "before a topic that was asked for in words that sounded a little like danger",
    "language_heard": "when the caller was understood in another language: how to change to it",
    "offer_people": "after the third silence, or the third key that means nothing",
    "last_numbers": "after the fourth of either, before goodbye: numbers that help",
    "time_warning": "shortly before the longest duration of a call",
    "time_up": "at the longest duration of a call, which then ends",
    "at_the_top": "when back was asked for and there is nothing to go back to",
    "pace_normal": "when the caller went back to the normal pace",
    "pace_fast": "when the caller asked for faster speech",
    "pace_slow": "when the caller asked for slower speech",
    "other_language": "when the call goes on in this language",
    "no_other_language": "when another language was asked for and there is none",
    "transfer_nobody": "when nobody can be called",
    "transfer_busy": "when everybody who was called is busy",
    "transfer_no_answer": "when nobody who was called answered",
    "transfer_failed": "when staff could not be called because something failed",
    "transfer_ended": "when the caller is back after talking to somebody",
    "book_changed": "when the place where the caller was is gone from a changed book",
    "lost_place": "when the address of the call could not be read",
    "apology": "when something failed and the call goes on",
    "out_of_order": "when everything failed and the call ends",
}
"""When each phrase is said that every line has."""

SAID_WHERE: Final = {
    "transfer": {
        "transfer_closed": "when staff are called outside their hours",
        "transfer_next": "when one of the staff did not answer, and the next one is called",
    },
    "collect": {
        "own_number": "before the last two digits of the caller's own number",
        "own_number_keys": "after them: 1 takes it, 2 asks for another",
        "type_number": "to ask for a number of ten digits, which # ends and * begins anew",
        "typed_so_far": "before the digits that were typed before a pause",
        "type_on": "after them: the rest is typed, or * begins anew",
        "typed": "before a whole number is read back",
        "typed_keys": "after it: 1 says it is right, 2 asks for it again",
        "not_a_number": "when what was typed is no number that can be called",
    },
    "save": {
        "reference": "when a wish is kept, before its reference of four digits",
        "reference_again": "before the reference is said a second time",
        "not_saved": "when something could not be kept",
    },
    "record": {
        "record_keys": "to ask whether to record: 1 begins; and that hanging up keeps a message",
        "record_now": "before the tone: # ends the message",
        "nothing_recorded": "when nothing was said after the tone",
        "recorded": "when a message is kept",
        "recorded_keys": "after it: 1 plays it, 2 records it anew, 3 throws it away, 4 goes on",
        "discarded": "when a message was thrown away",
        "not_discarded": "when a message could not be thrown away",
    },
    "text": {
        "text_to": "before the last two digits of the number to which a text goes",
        "text_keys": "after them: what others could see; 1 sends it, 2 sends only numbers",
        "text_sent": "when a text is on its way",
        "text_refused": "when the telephone wants no texts",
        "text_no_number": "when it is not known where to send a text",
    },
    "resume_within": {
        "resume": "after the greeting, when an earlier call broke off; nothing is said of what",
        "resume_label": "in the offer to go on there: going on where you were",
    },
}
"""When each phrase is said that only lines have with such nodes, or such a limit."""

SAID: Final = {
    phrase.value: when
    for phrase in Phrase
    for said in (SAID_ALWAYS, *SAID_WHERE.values())
    if (when := said.get(phrase))
}
"""When each phrase is said, in order."""


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
