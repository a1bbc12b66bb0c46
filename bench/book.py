"""A generated book of any size: a tree of flows, each with a menu of five texts."""

from pathlib import Path
from shutil import copytree
from typing import Final

from ivr.authoring.example import STARTER

NODES: Final = 7
"""Nodes of each generated flow: its menu, the menu of its texts, and five texts."""

LABELS: Final = ("water", "bread", "garden", "window", "morning")

TEXT: Final = (
    "Water is kept in the blue jug near the door. You can take a cup at any time. "
    "When the jug is empty, fill it again, and put it back where it was."
)


def generate(root: Path, nodes: int) -> Path:
    """A book of about so many nodes below a folder, the starter book at its top."""
    copytree(STARTER, root)
    flows = max(1, round(nodes / NODES))
    for number in range(flows):
        below = [child for child in range(4 * number + 1, 4 * number + 5) if child < flows]
        _write(root, f"f{number}", [f"f{child}.menu" for child in below])
    main = root / "flows/main.yaml"
    main.write_text(main.read_text().replace("4: visit}", "4: visit, 5: f0.menu}", 1))
    return root


def _write(root: Path, name: str, below: list[str]) -> None:
    menu = ", ".join(f"{key}: {target}" for key, target in enumerate([*below, "texts"], 1))
    texts = ", ".join(f"{key}: t{key}" for key in range(1, 6))
    flow = f"flow: {name}\nstart: menu\nnodes:\n  menu:\n    menu: {{{menu}}}\n"
    flow += f"  texts:\n    menu: {{{texts}}}\n"
    flow += "".join(f"  t{key}:\n    read: {{}}\n" for key in range(1, 6))
    words = f"menu: {{label: {LABELS[int(name[1:]) % 5]}, say: More.}}\ntexts: {{label: texts}}\n"
    words += "".join(
        f"t{key}:\n  label: {label}\n  say: {TEXT}\n  sources: [shelter-handbook]\n"
        for key, label in enumerate(LABELS, 1)
    )
    (root / f"flows/{name}.yaml").write_text(flow)
    (root / f"prompts/en/{name}.yaml").write_text(words)
