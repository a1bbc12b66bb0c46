"""Who approved which text: a signature is bound to a hash of the words, and lapses with them."""

import hashlib
import json
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from ivr.authoring.schema import Date, PromptShape, Shape, Text

HASH_LENGTH: Final = 16
"""Hexadecimal digits of a text's hash: two texts of one line never share it by chance."""


class ApprovalShape(Shape):
    """``prompts/approvals.yaml``: text → who approved which words of it, and when."""

    hash: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{HASH_LENGTH}}}$")] = Field(
        description="A fingerprint of the words that were approved. It no longer fits when one "
        "of them changes. In quotes.",
        examples=["4f0c1d2e3a5b6978"],
    )
    by: Text = Field(description="Who approved the words.", examples=["Ana Ruiz"])
    role: Text = Field(description="What makes them fit to.", examples=["oncology nurse"])
    day: Date = Field(description="The day of the approval.", examples=["2026-11-23"])


def hash_of(prompt: PromptShape) -> str:
    """The hash of everything that callers hear of a prompt; layout does not change it."""
    heard = [prompt.label, prompt.ask_first, *prompt.say]
    folded = [" ".join(text.split()) if text else None for text in heard]
    digest = hashlib.sha256(json.dumps(folded, ensure_ascii=False).encode())
    return digest.hexdigest()[:HASH_LENGTH]
