"""The toy book with phrases in it: two languages, a danger, advice, keys by voice."""

from pathlib import Path

from tests.manuscripts import CARD, FLOW, SERVICE, SERVICE_WORDS, WORDS, toy_files, write

SPEECH = """\
numbers: {values: {zero: 0, one: 1, two: 2, four: 4, five: 5, seven: 7, eight: 8, nine: 9}}
fillers: [um, please, the, a, i want to hear about]
negations: [not, no]
affirmations: ["yes", yes please]
refusals: ["no", no thanks]
key_words: [press, number]
keys: {"0": [zero], "1": [], "2": [], "4": [four], "5": [], "6": [], "7": [], "8": [], "9": []}
commands:
  repeat: {label: again, phrases: [say that again, repeat]}
  back: {label: back, phrases: [go back]}
  main_menu: {label: start, phrases: [start over]}
  next: {label: ahead, phrases: [tell me more, skip ahead]}
  slower: {label: slower, phrases: [slow down]}
  faster: {label: faster, phrases: [speed up]}
  goodbye: {label: goodbye, phrases: [hang up]}
  help: {label: help, phrases: [what can i say]}
  person: {label: a person, phrases: [talk to somebody real]}
"""

PHRASES = {
    "tea": "[brewing leaves, hot cup of leaves, kettle]",
    "hard": "[awful news, what happened to the garden]",
    "soft": "[gentle words, cushions]",
    "ask": "[may i drink it cold, is it good for me]",
}

ADDED = """\
fire: {label: fire, say: Run., phrases: [house is burning], danger: [smell smoke, flames]}
ask: {label: what to ask, say: Ask., phrases: []}
"""


def talkative_files() -> dict[str, str]:
    """The files of the book: name from the root → text."""
    files = toy_files()
    files["flows/service.yaml"] = SERVICE + (
        "listening: {danger: {emergency: main.fire}, advice: main.ask}\n"
    )
    files["flows/main.yaml"] = FLOW.replace("3: soft}", "3: soft, 4: fire, 5: ask}") + (
        "  fire:\n    read: {}\n  ask:\n    read: {}\n"
    )
    words = (WORDS + ADDED).replace("@", "in English")
    for node, phrases in PHRASES.items():
        old = f"{node}:\n" if node == "tea" else f"{node}: {{"
        new = f"{old}  phrases: {phrases}\n" if node == "tea" else f"{old}phrases: {phrases}, "
        words = words.replace(old, new, 1).replace(", phrases: []", "")
    files["prompts/en/main.yaml"] = words
    files["prompts/en/speech.yaml"] = SPEECH
    other = (WORDS + ADDED).replace("@", "en Esperanto")
    files["prompts/eo/main.yaml"] = (
        other.replace("house is burning", "domo brulas")
        .replace("smell smoke, flames", "flamoj")
        .replace("phrases: []", "phrases: [kion mi demandu kuraciston]")
    )
    for language, asked in (("en", "english"), ("eo", "esperanto, esperanton mi petas")):
        letter = "in English" if language == "en" else "en Esperanto"
        files[f"prompts/{language}/service.yaml"] = f"asked_by: [{asked}]\n" + (
            SERVICE_WORDS + CARD
        ).replace("@", letter)
    return files


def talkative(root: Path) -> Path:
    """The folder of the book."""
    return write(root, talkative_files())
