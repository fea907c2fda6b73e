"""BOOK: every rule there is: of documents, of documents against what they replace, and of their delivery."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.validate.against.rules import AGAINST_RULES
from feedtool.validate.delivered import DELIVERY_RULES
from feedtool.validate.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.rules import Rule

BOOK: Final[Mapping[str, Rule]] = MappingProxyType({**RULES, **AGAINST_RULES, **DELIVERY_RULES})
