"""The line's own phrases: when each is said, and which lines have to have it."""

from typing import Final

from ivr.dialogue.book import Phrase

SAID_ALWAYS: Final = {
    "more": "after the first part of a text that goes on",
    "number_again": "after a part with a telephone number, in the middle of a text",
    "no_input_first": "after the first silence",
    "no_input_second": "after the second silence",
    "no_match_first": "after the first key that means nothing",
    "no_match_second": "after the second key that means nothing, or words not understood",
    "no_match_spoken": "after the first words that are not understood: how to say it, and 9 1 1",
    "clarify": "when words can mean two or three things, which then are offered",
    "confirm": "when the recogniser was not sure of the words, before what it heard is offered",
    "help": "when the caller asks what they can say",
    "in_case": "before a topic that was asked for in words that sounded a little like danger",
    "language_heard": "when the caller was understood in another language: how to change to it",
    "offer_people": "after the third silence, or the third key that means nothing",
    "last_numbers": "after the fourth of either, before goodbye: numbers that help",
    "time_warning": "shortly before the longest duration of a call",
    "time_up": "at the longest duration of a call, which then ends",
    "at_the_top": "when back was asked for and there is nothing to go back to",
    "pace_normal": "when the caller went back to the normal pace",
    "pace_fast": "when the caller asked for faster speech",
    "pace_slow": "when the caller asked for slower speech",
    "other_language": "when the call goes on in this language",
    "no_other_language": "when another language was asked for and there is none",
    "transfer_nobody": "when nobody can be called",
    "transfer_busy": "when everybody who was called is busy",
    "transfer_no_answer": "when nobody who was called answered",
    "transfer_failed": "when staff could not be called because something failed",
    "transfer_ended": "when the caller is back after talking to somebody",
    "book_changed": "when the place where the caller was is gone from a changed book",
    "lost_place": "when the address of the call could not be read",
    "apology": "when something failed and the call goes on",
    "out_of_order": "when everything failed and the call ends",
}
"""When each phrase is said that every line has."""

SAID_WHERE: Final = {
    "transfer": {
        "transfer_closed": "when staff are called outside their hours",
        "transfer_next": "when one of the staff did not answer, and the next one is called",
    },
    "collect": {
        "own_number": "before the last two digits of the caller's own number",
        "own_number_keys": "after them: 1 takes it, 2 asks for another",
        "type_number": "to ask for a number of ten digits, which # ends and * begins anew",
        "typed_so_far": "before the digits that were typed before a pause",
        "type_on": "after them: the rest is typed, or * begins anew",
        "typed": "before a whole number is read back",
        "typed_keys": "after it: 1 says it is right, 2 asks for it again",
        "not_a_number": "when what was typed is no number that can be called",
    },
    "save": {
        "reference": "when a wish is kept, before its reference of four digits",
        "reference_again": "before the reference is said a second time",
        "not_saved": "when something could not be kept",
    },
    "record": {
        "record_keys": "to ask whether to record: 1 begins; and that hanging up keeps a message",
        "record_now": "before the tone: # ends the message",
        "nothing_recorded": "when nothing was said after the tone",
        "recorded": "when a message is kept",
        "recorded_keys": "after it: 1 plays it, 2 records it anew, 3 throws it away, 4 goes on",
        "discarded": "when a message was thrown away",
        "not_discarded": "when a message could not be thrown away",
    },
    "text": {
        "text_to": "before the last two digits of the number to which a text goes",
        "text_keys": "after them: what others could see; 1 sends it, 2 sends only numbers",
        "text_sent": "when a text is on its way",
        "text_refused": "when the telephone wants no texts",
        "text_no_number": "when it is not known where to send a text",
    },
    "resume_within": {
        "resume": "after the greeting, when an earlier call broke off; nothing is said of what",
        "resume_label": "in the offer to go on there: going on where you were",
    },
}
"""When each phrase is said that only lines have with such nodes, or such a limit."""

SAID: Final = {
    phrase.value: when
    for phrase in Phrase
    for said in (SAID_ALWAYS, *SAID_WHERE.values())
    if (when := said.get(phrase))
}
"""When each phrase is said, in order."""
