"""The shape of ``card:`` in ``prompts/<language>/service.yaml``: the words of the printed card."""

from pydantic import Field

from ivr.authoring.shape import Shape, Text


class CardShape(Shape):
    """The words of the printed card. It is read and not spoken, so no marks stand in it."""

    title: Text = Field(
        description="What this line is, in a few words.",
        examples=["Facts about breast cancer, by phone"],
    )
    to_call: Text = Field(
        description="What stands before the number of the line.", examples=["To call"]
    )
    emergency: Text = Field(
        description="What to do in an emergency instead.",
        examples=["In an emergency, hang up and dial 9 1 1."],
    )
    main_keys: Text = Field(
        description="The heading above the main menu.",
        examples=["What you can hear: press one key, then the next"],
    )
    at_any_time: Text = Field(
        description="The heading above the keys that work everywhere.",
        examples=["Keys that always work"],
    )
    person: Text = Field(
        description="What the key for a person does.", examples=["a person to talk to"]
    )
    back: Text = Field(description="What the key for back does.", examples=["go back"])
    next: Text = Field(description="What the key for next does.", examples=["skip ahead"])
    repeat: Text = Field(description="What the key for repeat does.", examples=["hear it again"])
    language: Text = Field(
        description="What the key for another language does.", examples=["another language"]
    )
    pace: Text = Field(description="What the key for the pace does.", examples=["slower"])
