"""How findings are said: one module a form, and the table of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final, cast

from feedtool.validate.output.form import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from feedtool.validate.many import Checked

__all__ = ["FORMS", "Wanted", "lines"]

FORMS: Final[Mapping[str, str]] = {
    "text": "for people: place, message, the source line with a caret, the mend",
    "json": "for programs: an object a line, as docs/reference/validate.schema.json has it",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for CI servers",
    "github": "annotations of a GitHub workflow",
}
"""Every form and what it is for; each is the function `lines` of a module of its name."""


def lines(form: str, documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:
    """Yield the lines of `documents` in one form."""
    module = importlib.import_module(f"feedtool.validate.output.{form.replace('json', 'json_lines')}")
    write = cast("Callable[[Iterable[Checked], Wanted], Iterator[str]]", module.lines)
    return write(documents, wanted)
