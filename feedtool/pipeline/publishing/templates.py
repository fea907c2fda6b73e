"""Reads the templates of a project, which replace those that feedtool has for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document import FORMATS
from feedtool.errors import UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from feedtool.config import Config

_ENDINGS = frozenset({".html", ".css", ".svg", ".txt"})


def templates_of(config: Config) -> dict[str, str]:
    """Return the texts of a project's templates by their names below the folder; none where no page is made.

    Raises:
        UsageError: one cannot be read.

    """
    pages = any(row.stylesheet or not all(FORMATS[name].is_feed for name in row.formats) for row in config.feeds)
    if not pages and "index" not in config.site.also:
        return {}
    folder = config.root / config.site.templates
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _ENDINGS and path.is_file() and not path.name.startswith("."):
            try:
                found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                place = Place(file=str(path))
                raise UsageError(f"cannot be read: {error}", place=place, expected="a template in UTF-8") from None
    return found
