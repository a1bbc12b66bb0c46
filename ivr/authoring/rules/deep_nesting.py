"""deep-nesting: values are nested deeper than any book needs."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="deep-nesting",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "The deepest file of a book has five levels. A dozen more are a slip, or an attack on "
        "the reader."
    ),
    why=WOULD_NOT_START,
    fix="move the inner part up; no file of a book needs so many levels",
    check=Rule.noted,
    example=Example(
        "flows/main.yaml",
        "say: {then: main_menu}",
        "say: {then: [[[[[[[[[[[[main_menu]]]]]]]]]]]]}",
        8,
        25,
    ),
    blocking=True,
)
