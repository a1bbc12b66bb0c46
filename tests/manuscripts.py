"""A small, complete book in two languages, to be bent by tests."""

import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Final

from ivr.authoring import BookError, Problem, load
from ivr.authoring.schema import CardShape
from ivr.dialogue import Book, Phrase
from ivr.settings import shipped_book

SERVICE = """\
service: toy
start: main.hello
main_menu: main.menu
person: main.person
goodbye: main.bye
languages:
  en: {locale: en-US, voice: Polly.Joanna, voice_words_per_minute: 165}
  eo: {locale: eo-EO, voice: Polly.Zamenhof, voice_words_per_minute: 150}
keys: {person: "0", back: "*", next: "#", repeat: "9", language: "8", pace: "7"}
paces: {normal: 150, slow: 125}
after_reading: {1: main.menu}
timeouts: {menu: 10, reading: 3}
limits: {longest_call: 3600, warn_before: 180, trail: 4}
staff:
  nurses: {numbers_from: IVR_STAFF_NURSES, ring: 20}
"""

FLOW = """\
flow: main
start: hello
nodes:
  hello:
    say: {then: menu}
  menu:
    menu: {1: tea, 2: hard, 3: soft}
  tea:
    read: {also: {2: hard}}
  hard:
    ask_first: true
    read: {}
  soft:
    ask_first: true
    menu: {1: tea, 2: greeting}
  greeting:
    branch:
      cases: [{language: eo, then: tea}]
      otherwise: hello
  person:
    branch:
      cases:
        - {reachable: nurses, then: nurse}
      otherwise: hard
  nurse:
    transfer: {to: nurses, otherwise: tea}
  bye:
    goodbye: {}
"""

WORDS = """\
hello: {say: Hello @.}
menu: {label: the menu @, say: Menu.}
tea:
  label: tea @
  say: [Tea one @., Tea two @., Tea three @.]
  sources: [leaf]
hard: {label: hard things @, ask_first: This is hard @., say: Hard text @.}
soft: {label: soft things @, ask_first: Softly @.}
greeting: {label: a greeting @}
nurse: {say: I am calling a nurse @.}
bye: {say: Bye @.}
"""

PHRASES = [phrase.value for phrase in Phrase]

SERVICE_WORDS = """\
key_names: {"*": star, "#": pound}
templates:
  option: "For {label}, press {key}."
  option_short: "{label}: {key}."
  gate: "To hear it, press {yes}. To go back, press {back}."
  after_reading: "Again: {repeat}. Back: {back}."
  after_reading_short: "{repeat}, {back}."
  whisper: "A caller, who listens in {language}, press 1."
phrases:
""" + "".join(f"  {name}: The words of {name} @.\n" for name in PHRASES)

CARD = "card:\n" + "".join(f"  {name}: The card's {name} @.\n" for name in CardShape.model_fields)


def toy_files() -> dict[str, str]:
    """The files of the toy book: name from the root → text."""
    files = {
        "flows/service.yaml": SERVICE,
        "flows/main.yaml": FLOW,
        "prompts/directory.yaml": (
            'help: {number: "1-800-555-0100", offers: help, source: leaf, confidence: high}\n'
        ),
        "prompts/sources.yaml": (
            "leaf: {title: Leaf, owner: Tree, address: none, looked_at: 2026-01-02, "
            "used_for: tests, licence: our own}\n"
        ),
    }
    for language, letter in (("en", "in English"), ("eo", "en Esperanto")):
        files[f"prompts/{language}/main.yaml"] = WORDS.replace("@", letter)
        files[f"prompts/{language}/service.yaml"] = (SERVICE_WORDS + CARD).replace("@", letter)
        files[f"prompts/{language}/lines.yaml"] = "help: the help line\n"
    return files


def write(root: Path, files: dict[str, str]) -> Path:
    """Write the files below a folder; the folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def toy_book(
    root: Path, staff: Mapping[str, tuple[str, ...]] | None = None, **changes: str
) -> Book:
    """The toy book, with some of its files changed."""
    return load(write(root, {**toy_files(), **changes}), staff)


def problems_of(root: Path, changes: dict[str, str]) -> list[Problem]:
    """The problems of the toy book after some of its files changed; none if it loads."""
    try:
        load(write(root, {**toy_files(), **changes}))
    except BookError as error:
        return list(error.problems)
    return []


SAID: Final = re.compile(
    r"(?m)^( *(?:phrases|danger|not_danger|noise): \|\n)((?:  +.*\n){1,8})(?:  +(?!\w+:).*\n)*"
)
"""What callers say, as a text with a line for each; the first eight lines of it."""


def quiet_book(root: Path) -> Path:
    """The shipped book's files, with eight phrases or patterns of each list, below a folder.

    Thousands of them would be read again for each book that a test bends, and tell nothing more.
    """
    for folder in ("flows", "prompts"):
        copytree(shipped_book() / folder, root / folder)
    for path in root.glob("prompts/*/*.yaml"):
        path.write_text(SAID.sub(r"\1\2", path.read_text()))
    return root
