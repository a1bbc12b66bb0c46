"""The shape of ``prompts/<language>/lexicon.yaml``: hard words, and how they are said."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from ivr.authoring.shape import Shape, Text, Truth


class SayingShape(Shape):
    """How a hard word is said. Without any of these, as it stands."""

    said: Text | None = Field(
        default=None,
        description="How to write the word so that a voice says it right.",
        examples=["her two"],
    )
    spelled: Truth = Field(
        default=False, description="true: it is said letter by letter.", examples=[True]
    )
    ipa: Text | None = Field(
        default=None,
        description="Its sounds in the International Phonetic Alphabet, for voices that take it.",
        examples=["hɜɹ tu"],
    )


def _as_saying(value: object) -> object:
    if value is None:
        return {}
    return {"said": value} if isinstance(value, str) else value


LexiconShape = dict[
    Annotated[str, StringConstraints(pattern=r"\S")],
    Annotated[
        SayingShape,
        BeforeValidator(_as_saying, json_schema_input_type=Text | SayingShape | None),
        Field(
            description="How to write this word so that the voice says it right, or how it is "
            "said in other ways. Nothing, where somebody heard that the voice says it right as "
            "it stands.",
            examples=["green hill", {"spelled": True}, None],
        ),
    ],
]
"""``prompts/<language>/lexicon.yaml``: hard word → how to say it."""
