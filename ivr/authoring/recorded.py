"""Which text a passage says, and which passage says a text."""

from collections.abc import Mapping

from ivr.authoring.texts import Kind, Text
from ivr.dialogue.book import part_id


def texts_by_passage(texts: list[Text], language: str) -> Mapping[str, Text]:
    """The texts of a language by the passages that say them."""
    found: dict[str, Text] = {}
    for text in texts:
        if text.kind is Kind.PART and text.language == language:
            found[part_passage(text)] = text
    return found


def part_passage(text: Text) -> str:
    """The passage that says a part."""
    last = text.route[-1]
    return part_id(text.node, last if isinstance(last, int) else 0)
