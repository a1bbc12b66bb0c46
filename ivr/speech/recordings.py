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
from ivr.speech.voice import SpeechError

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

    ``register`` holds the words and the sound of each file, as hashes; it is empty where it is
    not ``readable``.
    """

    names: tuple[str, ...] = ()
    register: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    readable: bool = True

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
    try:
        return Folder(names, read_register(folder))
    except SpeechError:
        return Folder(names, readable=False)


def read_register(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Which words each recording of a folder was made for; nothing where that is not known.

    Raises SpeechError if the file is there and can't be read: it may be half of a merge, and which
    recordings are still right would be forgotten.
    """
    path = folder / REGISTER
    try:
        content = json.loads(path.read_bytes())
        entries = {name: (of["sound"], of["words"]) for name, of in content.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise SpeechError(
            f"{REGISTER} in prompts/{folder.parent.name}/{folder.name} can't be read, and it says "
            "which words each recording was made for: put it back as it was, or delete it if every "
            "recording says what is written now"
        ) from error
    return {name: {"sound": sound, "words": words} for name, (sound, words) in entries.items()}


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
