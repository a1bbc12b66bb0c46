"""yaml-alias: a file uses anchors and aliases."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="yaml-alias",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "With & and * a small file can grow without end when it is read, and what stands in "
        "one place is changed in another. A book writes things out."
    ),
    why=WOULD_NOT_START,
    fix="write the text out where it is needed, without & and *",
    check=Rule.noted,
    example=Example(
        "flows/main.yaml", "say: {then: main_menu}", "say: &again {then: main_menu}", 8, 10
    ),
    blocking=True,
)
