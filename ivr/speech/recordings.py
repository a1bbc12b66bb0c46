"""People's recordings of a book's words: which there are, whether they can be used, and as what.

A recording is a WAV file in ``prompts/<language>/audio/`` that is named after what it says:
``<flow>.<node>.<part>.wav``, parts counted from 1. ``recordings.json`` beside them keeps which
words each was made for, so that one is not used any more when its words have changed.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
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

    @property
    def name(self) -> str:
        """What its file is called, its ending in small letters."""
        return f"{self.path.stem}{ENDING}"


def recording_name(passage: str) -> str:
    """The name of a recording of a passage, without its ending."""
    node, _, what = passage.partition("/")
    return f"{node}.{int(what) + 1 if what.isdigit() else what}".replace("/", ".").replace(":", ".")


def recordings(
    book: Path, language: Language, words: Mapping[str, str]
) -> tuple[list[Recording], list[tuple[Path, str]]]:
    """The recordings of a language of the book below ``book``, and what is none, with the reason.

    ``words`` holds what each passage says.
    """
    folder = _folder(book, language.code)
    register = read_register(folder)
    named = {recording_name(passage): passage for passage in words}
    found: dict[str, Recording] = {}
    refused = []
    for path in _files(folder):
        passage = named.get(path.stem)
        if not _is_wav(path.name):
            refused.append((path, f"it is no WAV file: {save_as_wav(path.name)}"))
        elif passage is None:
            refused.append((path, "no text is called so; docs/sound.md tells how to name it"))
        elif passage in found:
            refused.append((path, f"{found[passage].path.name} says the same text: keep one"))
        else:
            try:
                sound = _file_hash(path)
            except OSError as error:
                refused.append((path, f"it can't be read ({error.strerror or error})"))
                continue
            known = register.get(f"{path.stem}{ENDING}", {})
            same = known.get("sound") == sound
            stale = same and known.get("words") != words_hash(words[passage])
            found[passage] = Recording(path, language.code, passage, sound, stale)
    return list(found.values()), refused


def save_as_wav(name: str) -> str:
    """What to do with a file beside the recordings that is none."""
    return f'save it as WAV, "{Path(name).stem}{ENDING}", or keep it elsewhere'


@dataclass(frozen=True, slots=True)
class Folder:
    """The recordings of a language, unheard: the names of the files, and what they were made for.

    ``others`` are the names of what lies beside them and is never played. ``register`` holds the
    words and the sound of each file, as hashes; it is empty where it is not ``readable``.
    """

    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    register: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    readable: bool = True

    def stale(self, words: Mapping[str, str]) -> Iterator[str]:
        """The passages whose recordings were made for other words than these."""
        there = {_in_small_letters(name) for name in self.names}
        for passage, said in words.items():
            name = f"{recording_name(passage)}{ENDING}"
            known = self.register.get(name)
            if name in there and known and known.get("words") != words_hash(said):
                yield passage

    def strays(self, words: Mapping[str, str]) -> Iterator[str]:
        """The files that are named after no passage."""
        known = {f"{recording_name(passage)}{ENDING}" for passage in words}
        return (name for name in self.names if _in_small_letters(name) not in known)


def read_folder(book: Path, language: str) -> Folder:
    """The recordings of a language of the book below ``book``."""
    folder = _folder(book, language)
    files = [path.name for path in _files(folder)]
    names = tuple(name for name in files if _is_wav(name))
    others = tuple(name for name in files if not _is_wav(name))
    try:
        return Folder(names, others, read_register(folder))
    except SpeechError:
        return Folder(names, others, readable=False)


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


def register(
    found: Sequence[Recording], words: Mapping[str, str], unread: Collection[str] = ()
) -> None:
    """Keep which words the recordings of a language were made for.

    One that is stale stays so until its file is another, and what is known of files that can't be
    read now stays known. Raises OSError if that can't be written.
    """
    if not found:
        return
    folder = found[0].path.parent
    old = read_register(folder)
    new = {name: old[name] for name in unread if name in old}
    new |= {
        each.name: {
            "sound": each.sound,
            "words": old[each.name]["words"] if each.stale else words_hash(words[each.passage]),
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


def _files(folder: Path) -> list[Path]:
    """What lies beside the register, by name; not what a system hides there for itself."""
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.name != REGISTER and not path.name.startswith(".")
        )
    except OSError:  # there is no such folder
        return []


def _is_wav(name: str) -> bool:
    return name.lower().endswith(ENDING)


def _in_small_letters(name: str) -> str:
    """A recording's name with its ending as it is usually written."""
    return f"{name[: -len(ENDING)]}{ENDING}"


def _file_hash(path: Path) -> str:
    """The hash of a file, which need not fit into memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:HASH_LENGTH]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
