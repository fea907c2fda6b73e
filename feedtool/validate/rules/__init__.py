"""The rule book: every rule by its code. Problems are made by these rules and by nothing else."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.validate.rules import atom, document, rss, structure, writing
from feedtool.validate.rules.rule import Rule, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULES", "Rule", "Spec"]

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.code: rule for group in (document, structure, writing, rss, atom) for rule in group.RULES}
)
