"""What this line never says: a person's future, a dose, or what to do with a medicine."""

import re
from collections.abc import Mapping
from typing import Final


def _each(**patterns: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (what.replace("_", " "), re.compile(pattern, re.IGNORECASE))
        for what, pattern in patterns.items()
    )


FORBIDDEN: Final[Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "en": _each(
        a_survival_figure=(
            r"\b(?:\d+|\w+) ?(?:percent|%)[^.?!]*\b(?:surviv|live|alive|die|death|cured?)\w*"
            r"|\b(?:surviv|live|alive|die|death|cured?)\w*[^.?!]*\b(?:\d+|\w+) ?(?:percent|%)"
            r"|\bsurvival (?:rate|time)s?\b|\b(?:five|ten|5|10)[- ]year survival\b"
            r"|\b(?:\w+|\d+) (?:days|weeks|months|years) (?:left )?to live\b"
            r"|\blife expectancy (?:is|of)\b"
            r"|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) "
            r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b[^.?!]*\b(?:surviv|live|die)\w*"
        ),
        a_dose=(
            r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|ten) ?"
            r"(?:mg|mcg|milligrams?|micrograms?|ml|milliliters?|units|grams?)\b"
            r"|\btake (?:one|two|three|four|\d+) (?:pills?|tablets?|doses)\b"
        ),
        advice_about_one_person=(
            r"\byou (?:should|must|need to|have to) (?:stop|start|skip|change|double|quit)\b"
            r"(?! to)"
            r"|\b(?:stop|quit|skip|double) (?:taking )?your "
            r"(?:\w+ )?(?:pills?|tablets?|medicines?|medication|treatment|chemo\w*|drugs?|dose)\b"
            r"|\byou (?:do not|don't) need (?:a doctor|treatment|surgery|chemo\w*)\b"
        ),
        a_promise=r"\byou (?:will|are going to) (?:be cured|die|survive|be fine)\b",
    ),
    "es": _each(
        a_survival_figure=(
            r"\b(?:\d+|\w+) ?(?:por ciento|%)[^.?!]*\b(?:sobreviv|viv|muer|cura)\w*"
            r"|\b(?:sobreviv|viv|muer|cura)\w*[^.?!]*\b(?:\d+|\w+) ?(?:por ciento|%)"
            r"|\btasas? de supervivencia\b|\b(?:días|semanas|meses|años) de vida\b"
            r"|\besperanza de vida (?:es|de)\b"
        ),
        a_dose=(
            r"\b(?:\d+(?:[.,]\d+)?|una?|dos|tres|cuatro|cinco|diez) ?"
            r"(?:mg|mcg|miligramos?|microgramos?|ml|mililitros?|unidades|gramos?)\b"
            r"|\btome (?:una|dos|tres|\d+) (?:pastillas?|tabletas?|dosis)\b"
        ),
        advice_about_one_person=(
            r"\busted (?:debe|tiene que|debería) (?:dejar|empezar|suspender|cambiar|doblar)\b"
            r"|\b(?:deje|suspenda|no tome) (?:de tomar )?sus? "
            r"(?:\w+ )?(?:pastillas?|medicinas?|medicamentos?|tratamiento|quimio\w*|dosis)\b"
            r"|\busted no necesita (?:un médico|tratamiento|cirugía|quimio\w*)\b"
        ),
        a_word_of_the_familiar_form=r"\b(?:tú|tus?|ti|contigo|te (?:puedes?|sientes?|duele))\b",
        a_promise=r"\busted (?:se va a curar|va a morir|va a sobrevivir|se curará|morirá)\b",
    ),
}
"""By language: what is said wrongly, and how it is recognised."""
