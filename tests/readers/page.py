"""The table of docs/how-to/readers.md, written from the rows of the readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readers.reader import FIELDS
from readers.table import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readers.reader import Limit, Reader

BEGIN = "<!-- Written from tests/readers/table.py by `make golden`. -->\n\n"
END = "\n<!-- End of what is written. -->\n"
_FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


def table() -> str:
    """Return the table, in Markdown."""
    head = ["| reader | from | reads | shows otherwise |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(reader) for reader in READERS)]) + "\n"


def _row(reader: Reader) -> str:
    where = "Debian" if reader.debian else "PyPI" if reader.pypi else "npm"
    reads = ", ".join(_FORMATS[form] for form in reader.formats)
    return f"| {reader.name} | {where} | {reads} | {'; '.join(_limits(reader)) or '–'} |"


def _limits(reader: Reader) -> Iterator[str]:
    """Yield what is known of each field; of several limits the first one that fits a format holds there."""
    for name in FIELDS:
        found: dict[Limit, list[str]] = {}
        for form in reader.formats:
            if limit := reader.limit(name, form):
                found.setdefault(limit, []).append(_FORMATS[form])
        for limit, forms in found.items():
            yield limit.why if len(forms) == len(reader.formats) else f"{limit.why} ({', '.join(forms)})"
