"""yaml-number: a time or number is changed by other programs."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="yaml-number",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Other programs read 17:30 as 1050, +1555 as 1555 and 007 as 7. Our reader takes them "
        "as they stand, and a formatter does not."
    ),
    why="after another program saved the file, callers would hear another number",
    fix="write it in quotes",
    check=Rule.noted,
    example=Example("prompts/en/main.yaml", "label: visiting us", "label: 17:30", 32, 10),
    severity="warning",
)
