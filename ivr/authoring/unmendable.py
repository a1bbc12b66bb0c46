"""Why no phrase would bring an utterance where it should lead, and what would."""

from ivr.authoring.adding import Addition
from ivr.authoring.destinations import CLARIFY
from ivr.authoring.probes import PHRASE, Line, Probes, Saying
from ivr.authoring.utterances import Utterance
from ivr.dialogue.grammar import Consent, SpokenKey


def before_phrases(line: Line, utterance: Utterance) -> str:
    """What is listened to before phrases are, and hides this utterance from them; or nothing."""
    language = utterance.language
    for reading in line.readings(utterance.text, language):
        if reading.alarm is not None:
            file, _ = Addition("", reading.alarm.node, reading.language).place
            name = reading.alarm.node.partition(".")[2]
            return (
                f'it holds the danger "{reading.alarm.pattern}", which comes before every phrase; '
                f"if it is none, say so in {file} as a pattern ({name}, not_danger)"
            )
    match line.meaning(utterance.text, language):
        case SpokenKey(key):
            return (
                f"it is heard as the key {key}, and keys come before phrases "
                f"(prompts/{language}/speech.yaml: keys, key_words)"
            )
        case Consent(yes):
            answer, name = ("yes", "affirmations") if yes else ("no", "refusals")
            return (
                f"it is heard as a {answer}, which comes before phrases "
                f"(prompts/{language}/speech.yaml: {name})"
            )
        case _:
            pass
    if utterance.destination == CLARIFY:
        return "phrases only make the line surer; `ivr route --explain` tells what speaks for it"
    return ""


def no_phrase(
    line: Line,
    probes: Probes,
    utterance: Utterance,
    destination: str,
    taken: tuple[str, Saying, str] | None,
) -> str:
    """Why none of an utterance's words does it. ``taken`` is what one of them would take away."""
    language = utterance.language
    told = "no words of it lead there, not even all of them"
    if not line.stems(utterance.text, language):
        told = f"it holds nothing but fillers (prompts/{language}/speech.yaml: fillers)"
    elif same := probes.same_words(utterance.text, language, utterance.destination):
        told = f'another place is to be reached by the same words: {same.right}, by "{same.text}"'
        told += "" if same.what == PHRASE else f" ({same.what} of the file)"
    elif taken is not None:
        phrase, saying, got = taken
        what = f'"{saying.text}" ({saying.right})' if saying.what == PHRASE else saying.what
        told = f'no words of it lead there alone: "{phrase}" would take {what} to {got}'
    if utterance.destination in line.destinations.dangers:
        file, _ = Addition("", destination, language).place
        told += f"; say it in {file} as a pattern ({destination.partition('.')[2]}, danger)"
    return told
