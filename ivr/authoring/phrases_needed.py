"""Which of the line's own phrases a book needs: some only where it has such nodes."""

from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.shape_phrases import SAID_ALWAYS, SAID_WHERE
from ivr.dialogue.book import Phrase
from ivr.dialogue.nodes import Collect, Node, Record, Save, Text, Transfer

KINDS: Final[dict[str, tuple[type[Node], ...]]] = {
    "transfer": (Transfer,),
    "collect": (Collect,),
    "save": (Save,),
    "record": (Record,),
    "text": (Text,),
}

ALSO: Final = {"record": (Phrase.NOT_SAVED,), "text": (Phrase.NOT_SAVED,)}


def needed(book: Examined) -> list[Phrase]:
    """The phrases without which this book would have nothing to say at some moment, in order."""
    found = set(SAID_ALWAYS)
    for kind, nodes in KINDS.items():
        if any(isinstance(node, nodes) for node in book.nodes.values()):
            found |= {*SAID_WHERE[kind], *ALSO.get(kind, ())}
    if book.service.limits.resume_within:
        found |= set(SAID_WHERE["resume_within"])
    return [phrase for phrase in Phrase if phrase in found]


def needed_templates(book: Examined) -> list[str]:
    """The templates without which this book would have nothing to say at some moment."""
    nodes = book.nodes.values()
    rings = any(isinstance(node, Transfer) and node.to in book.service.staff for node in nodes)
    sends = any(isinstance(node, Text) for node in nodes)
    wanted = (("whisper", rings), ("text", sends), ("text_plain", sends))
    return [name for name, used in wanted if used]
