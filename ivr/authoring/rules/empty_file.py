"""empty-file: a file holds nothing."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="empty-file",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "A file of a book says something. One without a single value was most likely emptied "
        "by accident."
    ),
    why=WOULD_NOT_START,
    fix="write something in the file, or remove it",
    check=Rule.noted,
    example=Example("flows/main.yaml", "", "", 1, 1),
    blocking=True,
)
