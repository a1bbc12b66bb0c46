"""unknown-kind: a node is of a kind that there is not."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="unknown-kind",
    group=Group.FILES,
    stage=Stage.READ,
    about=("A node is a menu, a read, a say, a branch, a transfer or a goodbye."),
    why="the line would not start: it could not know what to do here",
    fix="use one of the kinds",
    check=Rule.noted,
    example=Example("flows/main.yaml", "  visit:\n    read: {}", "  visit:\n    raed: {}", 17, 5),
    blocking=True,
)
