"""tab: a line is indented with a tab."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="tab",
    group=Group.FILES,
    stage=Stage.READ,
    about=("YAML takes spaces only, since a tab is as wide as each program likes."),
    why=WOULD_NOT_START,
    fix="put two spaces where the tab is",
    check=Rule.noted,
    example=Example("flows/main.yaml", "  welcome:", "\twelcome:", 7, 1),
    blocking=True,
)
