"""missing-key: something that has to be written is not there."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="missing-key",
    group=Group.FILES,
    stage=Stage.READ,
    about=("Some keys can't be left out: a flow has a start, a say has a next node."),
    why=WOULD_NOT_START,
    fix="write it",
    check=Rule.noted,
    example=Example("flows/main.yaml", "start: welcome # the first node\n", "", 3, 1),
    blocking=True,
)
