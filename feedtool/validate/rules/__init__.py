"""The rule book: every rule by its code. Problems are made by these rules and by nothing else."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.validate.rules import (
    atom,
    atomtext,
    document,
    jsonfeed,
    namespaces,
    podcasts,
    rss,
    rssvalues,
    sense,
    structure,
    vocabularies,
    writing,
)
from feedtool.validate.rules.rule import Rule, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULES", "Rule", "Spec"]

_GROUPS: Final = (
    document,
    structure,
    sense,
    writing,
    rss,
    rssvalues,
    atom,
    atomtext,
    namespaces,
    podcasts,
    vocabularies,
    jsonfeed,
)
RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.code: rule for group in _GROUPS for rule in group.RULES})
