"""YAML files in, a Book out, and every problem on the way."""

from ivr.authoring.load import load
from ivr.authoring.problems import BookError, Problem, describe

__all__ = ["BookError", "Problem", "describe", "load"]
