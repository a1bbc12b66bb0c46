"""key-not-text: a list or a group stands where a key has to."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="key-not-text",
    group=Group.FILES,
    stage=Stage.READ,
    about=("What stands before a colon is a plain word or a quoted text."),
    why=WOULD_NOT_START,
    fix="write a plain word or a quoted text before the colon",
    check=Rule.noted,
    example=Example(
        "flows/main.yaml", "say: {then: main_menu}", "say: {[then, now]: main_menu}", 8, 11
    ),
    blocking=True,
)
