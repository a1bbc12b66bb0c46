"""unreadable-file: a file that a book needs is missing or may not be read."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="unreadable-file",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Every book has flows/service.yaml, and each of its languages has the files of its "
        "words. One that is missing, or that this user may not read, stops everything."
    ),
    why=WOULD_NOT_START,
    fix="check that the file exists and may be read",
    check=Rule.noted,
    example=Example("prompts/en/lines.yaml", "", None, 1, 1),
    blocking=True,
)
