"""``ivr schema``: JSON Schemas of the YAML files, for editors that complete and check them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from ivr.authoring.json_schema import json_schema
from ivr.authoring.schema import (
    ApprovalsShape,
    DirectoryShape,
    FlowShape,
    LexiconShape,
    LinesShape,
    PromptsShape,
    ServiceShape,
    ServiceWordsShape,
    SourcesShape,
    SpeechShape,
)
from ivr.phone.callshape import CallShape

STDOUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its shape, and how its schema introduces itself."""

    shape: Any
    title: str
    description: str


KINDS: Final = {
    "flow": Kind(
        FlowShape,
        "A flow",
        "flows/<flow>.yaml: what leads where. Its words stand in prompts/<language>/<flow>.yaml.",
    ),
    "service": Kind(
        ServiceShape,
        "The service",
        "flows/service.yaml: what is true of the whole line.",
    ),
    "prompts": Kind(
        PromptsShape,
        "The words of a flow",
        "prompts/<language>/<flow>.yaml: under the name of each node, its words in one language.",
    ),
    "service-words": Kind(
        ServiceWordsShape,
        "The line's own words",
        "prompts/<language>/service.yaml: what the line says that belongs to no single node.",
    ),
    "lines": Kind(
        LinesShape,
        "Names of telephone lines",
        "prompts/<language>/lines.yaml: how each line of prompts/directory.yaml is called.",
    ),
    "lexicon": Kind(
        LexiconShape,
        "Hard words",
        "prompts/<language>/lexicon.yaml: words that a voice may say wrong, and how to say them.",
    ),
    "speech": Kind(
        SpeechShape,
        "How a language is heard",
        "prompts/<language>/speech.yaml: numbers, fillers, keys and commands as callers say them.",
    ),
    "directory": Kind(
        DirectoryShape,
        "The directory",
        "prompts/directory.yaml: every telephone line that a text may name.",
    ),
    "sources": Kind(
        SourcesShape,
        "Sources",
        "prompts/sources.yaml: where the facts come from.",
    ),
    "approvals": Kind(
        ApprovalsShape,
        "Approvals",
        "prompts/approvals.yaml: who approved which words of a text, and when.",
    ),
    "call": Kind(
        CallShape,
        "A call",
        "A whole call as it should go, played by `ivr test`.",
    ),
}


@click.command()
@click.argument("name", required=False, type=click.Choice(tuple(KINDS)))
@click.option(
    "--output",
    default="schemas",
    show_default=True,
    type=click.Path(file_okay=False, allow_dash=True, path_type=Path),
    help="The folder to write to; - prints the schema called NAME.",
)
def schema(name: str | None, output: Path) -> None:
    """Write the JSON Schemas that editors check and explain the YAML files with.

    One file each, or only the one called NAME.

    Exit status: 0 when they were written, 1 when they could not be, 2 for a wrong command line.
    """
    if str(output) == STDOUT:
        if name is None:
            raise click.UsageError(f"name one schema to print: {', '.join(KINDS)}")
        click.echo(text(name), nl=False)
        return
    for each in (name,) if name else KINDS:
        try:
            path = write(each, output)
        except OSError as error:
            raise click.ClickException(f"{output} can't be written: {error.strerror}") from None
        click.echo(f"wrote {path}")


def text(name: str) -> str:
    """The schema of this name as the text of a JSON file; the same text every time."""
    kind = KINDS[name]
    made = json_schema(kind.shape, kind.title, kind.description)
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def write(name: str, folder: Path) -> Path:
    """Write the schema of this name into a folder, which is made if need be; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_bytes(text(name).encode())
    return path
