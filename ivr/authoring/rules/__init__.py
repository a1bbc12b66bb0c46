"""Every rule of the checker: one module each, named like its rule."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from ivr.authoring.rule import Rule


def _all() -> Mapping[str, Rule]:
    modules = (import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__))
    rules: list[Rule] = [module.RULE for module in modules]
    return MappingProxyType({rule.name: rule for rule in sorted(rules, key=_in_order)})


def _in_order(rule: Rule) -> tuple[int, str]:
    return list(type(rule.group)).index(rule.group), rule.name


RULES: Final = _all()
"""Every rule by its name, group by group."""
