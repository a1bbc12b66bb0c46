"""control-character: a text holds a character that no voice can say."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="control-character",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Invisible characters come along when a text is copied from another program. The "
        "telephone's language can't hold them."
    ),
    why=WOULD_NOT_START,
    fix="remove the invisible character, or type the letter again",
    check=Rule.noted,
    example=Example(
        "prompts/en/main.yaml",
        "Thank you for calling. Goodbye.",
        '"Thank you.\\x07 Goodbye."',
        46,
        8,
    ),
    blocking=True,
)
