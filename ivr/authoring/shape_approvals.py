"""The shape of ``prompts/approvals.yaml``: who approved which words."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from ivr.authoring.shape import Date, Shape, Text

HASH_LENGTH: Final = 16
"""Hexadecimal digits of a text's fingerprint: two texts of one line never share it by chance."""


class HeardShape(Shape):
    """One part of an approved text."""

    what: Text = Field(
        description="What the part is: label, ask_first, say, the name of a template, or a "
        "word of the lexicon.",
        examples=["say"],
    )
    words: Text = Field(
        description="Its words, as they were approved.", examples=["Men can have it too."]
    )


class ApprovalShape(Shape):
    """``prompts/approvals.yaml``: text → who approved which words of it, and when."""

    hash: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{HASH_LENGTH}}}$")] = Field(
        description="The fingerprint of the words that were approved. It no longer fits when one "
        "of them changes. In quotes.",
        examples=["4f0c1d2e3a5b6978"],
    )
    by: Text = Field(description="Who approved the words.", examples=["Ana Ruiz"])
    role: Text = Field(description="What makes them fit to.", examples=["oncology nurse"])
    day: Date = Field(description="The day of the approval.", examples=["2026-11-23"])
    words: list[HeardShape] = Field(
        description="The words that were approved, so that what has changed since can be shown. "
        "Written by `ivr approve`."
    )


ApprovalsShape = dict[
    Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*/[^/]+$")], ApprovalShape
]
"""``prompts/approvals.yaml``: text → its last approval."""
