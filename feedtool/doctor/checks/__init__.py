"""Every check, in the order in which they are judged and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.doctor.checks.access import ACCESS
from feedtool.doctor.checks.caching import CACHING
from feedtool.doctor.checks.content import CONTENT
from feedtool.doctor.checks.validators import VALIDATORS

if TYPE_CHECKING:
    from feedtool.doctor.check import Check

CHECKS: Final[tuple[Check, ...]] = (*ACCESS, *VALIDATORS, *CACHING, *CONTENT)
