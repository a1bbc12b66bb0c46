"""The one base of every error that Careline raises on purpose."""


class CarelineError(Exception):
    """Something went wrong that a person can be told about.

    Subclasses carry the facts as attributes, so that nobody has to read them out of a message.
    No message may hold a caller's number, digits, utterance or topic.
    """
