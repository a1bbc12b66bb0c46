"""yaml-syntax: a file is not valid YAML."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="yaml-syntax",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "The file can't be read beyond this place. Most often a quote or a bracket is still "
        "open, a colon is missing, or a line is indented too far or too little."
    ),
    why=WOULD_NOT_START,
    fix="check the indentation, quotes and colons here and in the line above",
    check=Rule.noted,
    example=Example("flows/main.yaml", "{then: main_menu}", "{then: main_menu", 9, 12),
    blocking=True,
)
