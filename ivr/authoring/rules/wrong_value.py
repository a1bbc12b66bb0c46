"""wrong-value: a value is not what belongs there."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="wrong-value",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "A value has the wrong form: a word where a number belongs, a text where a group of "
        "keys belongs, a name with capital letters or spaces."
    ),
    why=WOULD_NOT_START,
    fix="write it in the form that the documentation shows",
    check=Rule.noted,
    example=Example("flows/service.yaml", "menu: 10 ", "menu: soon ", 31, 9),
    blocking=True,
)
