"""yaml-word: a word such as no or off is read as true, false or nothing by other programs."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="yaml-word",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Other programs read no, yes, on, off and ~ as true, false or nothing. Our reader "
        "takes them as they stand, and a formatter does not."
    ),
    why='after another program saved the file, callers would hear "false" instead of "no"',
    fix="write the word in quotes",
    check=Rule.noted,
    example=Example("prompts/en/animals.yaml", "label: dogs", "label: no", 8, 10),
    severity="warning",
)
