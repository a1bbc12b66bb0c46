"""People's recordings of a book's words: which there are, whether they can be used, and as what.

A recording is a WAV file in ``prompts/<language>/audio/`` that is named after what it says:
``<flow>.<node>.<part>.wav``, parts counted from 1. ``recordings.json`` beside them keeps which
words each was made for, so that one is not used any more when its words have changed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ivr.dialogue.book import Language
from ivr.speech.cache import write_whole
from ivr.speech.clips import HASH_LENGTH

FOLDER: Final = "audio"
REGISTER: Final = "recordings.json"
ENDING: Final = ".wav"


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording in a book, for a passage of a language, at the normal pace.

    ``sound`` is a hash of its file. ``stale`` tells that its words have changed since.
    """

    path: Path
    language: str
    passage: str
    sound: str
    stale: bool


def recording_name(passage: str) -> str:
    """The name of a recording of a passage, without its ending."""
    node, _, what = passage.partition("/")
    return f"{node}.{int(what) + 1 if what.isdigit() else what}".replace("/", ".").replace(":", ".")


def recordings(
    book: Path, language: Language, words: Mapping[str, str]
) -> tuple[list[Recording], list[Path]]:
    """The recordings of a language of the book below ``book``, and files that are named wrongly.

    ``words`` holds what each passage says.
    """
    folder = _folder(book, language.code)
    register = read_register(folder)
    named = {recording_name(passage): passage for passage in words}
    found, strays = [], []
    for path in sorted(folder.glob(f"*{ENDING}")):
        passage = named.get(path.stem)
        if passage is None:
            strays.append(path)
            continue
        sound = _hash(path.read_bytes())
        known = register.get(path.name, {})
        same = known.get("sound") == sound
        stale = same and known.get("words") != words_hash(words[passage])
        found.append(Recording(path, language.code, passage, sound, stale))
    return found, strays


@dataclass(frozen=True, slots=True)
class Folder:
    """The recordings of a language, unheard: the names of the files, and what they were made for.

    ``register`` holds the words and the sound of each file, as hashes.
    """

    names: tuple[str, ...] = ()
    register: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def stale(self, words: Mapping[str, str]) -> Iterator[str]:
        """The passages whose recordings were made for other words than these."""
        for passage, said in words.items():
            name = f"{recording_name(passage)}{ENDING}"
            known = self.register.get(name)
            if name in self.names and known and known.get("words") != words_hash(said):
                yield passage

    def strays(self, words: Mapping[str, str]) -> Iterator[str]:
        """The files that are named after no passage."""
        known = {f"{recording_name(passage)}{ENDING}" for passage in words}
        return (name for name in self.names if name not in known)


def read_folder(book: Path, language: str) -> Folder:
    """The recordings of a language of the book below ``book``."""
    folder = _folder(book, language)
    names = tuple(path.name for path in sorted(folder.glob(f"*{ENDING}")))
    return Folder(names, read_register(folder))


def read_register(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Which words each recording of a folder was made for; nothing where that is not known."""
    try:
        content = json.loads((folder / REGISTER).read_bytes())
    except (OSError, ValueError):
        return {}
    known = content.items() if isinstance(content, dict) else ()
    fields = {"sound", "words"}
    return {name: of for name, of in known if isinstance(of, dict) and fields <= of.keys()}


def register(found: Sequence[Recording], words: Mapping[str, str]) -> None:
    """Keep which words the recordings of a language were made for.

    One that is stale stays so until its file is another. Raises OSError if that can't be written.
    """
    if not found:
        return
    folder = found[0].path.parent
    old = read_register(folder)
    new = {
        each.path.name: {
            "sound": each.sound,
            "words": old[each.path.name]["words"]
            if each.stale
            else words_hash(words[each.passage]),
        }
        for each in found
    }
    if new != old:
        write_whole(folder / REGISTER, (json.dumps(new, indent=2, sort_keys=True) + "\n").encode())


def words_hash(words: str) -> str:
    """What tells whether words have changed: other spaces don't count."""
    return _hash(" ".join(words.split()).encode())


def _folder(book: Path, language: str) -> Path:
    return book / "prompts" / language / FOLDER


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
