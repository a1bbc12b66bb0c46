"""duplicate-key: a key stands twice."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="duplicate-key",
    group=Group.FILES,
    stage=Stage.READ,
    about=("Of two values under one key, most programs keep the last without a word."),
    why="one of the two would never be heard",
    fix="rename or remove one of them",
    check=Rule.noted,
    example=Example("flows/main.yaml", "2: found, 3: farewell", "2: found, 2: farewell", 10, 39),
    blocking=True,
)
