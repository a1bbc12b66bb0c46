"""The ``ivr`` command."""

from ivr.cli.command import main

__all__ = ["main"]
