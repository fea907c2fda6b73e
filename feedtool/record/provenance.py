"""Why the fields of an article hold what they hold, told once somebody asks: of most articles nobody ever does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from feedtool.article import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Provenance(Mapping[str, Evidence]):
    """The evidence for each field, as `tell` has it when it is first looked at; copied and pickled as a dict."""

    __slots__ = ("_tell", "_told")

    def __init__(self, tell: Callable[[], dict[str, Evidence]]) -> None:
        self._tell = tell
        self._told: dict[str, Evidence] | None = None

    def _all(self) -> dict[str, Evidence]:
        if self._told is None:
            self._told = self._tell()
        return self._told

    def __getitem__(self, field: str) -> Evidence:
        return self._all()[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[dict[str, Evidence]], tuple[dict[str, Evidence]]]:
        return dict, (self._all(),)
