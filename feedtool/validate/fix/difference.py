"""What a repair changed, as a unified diff.

A repair changes few lines of many, so the lines are walked once: where they differ, the nearest place where they are
alike again is looked for. (difflib compares all with all, which takes minutes on a feed of thousands of entries.)
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from feedtool.later import regex
from feedtool.validate.fix.reading import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LINE = regex(r"[^\n]*\n|[^\n]+")
_AROUND: Final = 3  # lines that stay as they are, around those that do not
_FARTHEST: Final = 200  # lines looked ahead for where both are alike again

Kind = Literal["replace", "delete", "insert", "equal"]
Step = tuple[Kind, int, int, int, int]
"""difflib's opcode: what becomes of lines i1 to i2 of the old text, and that they are lines j1 to j2 of the new."""


def difference(before: bytes, after: bytes, name: str) -> Iterator[str]:
    """Yield the lines of a unified diff, each with its line break; nothing where nothing changed."""
    if before == after:
        return
    old, new = _lines(before), _lines(after)
    yield from (f"--- {name}\n", f"+++ {name}\n")
    for group in _Known(_steps(old, new)).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                yield from (_line(" ", line) for line in old[i1:i2])
            else:
                yield from (_line("-", line) for line in old[i1:i2])
                yield from (_line("+", line) for line in new[j1:j2])


class _Known(SequenceMatcher[str]):
    """difflib's grouping of steps that are known already."""

    def __init__(self, steps: Iterable[Step]) -> None:
        super().__init__()
        self._steps = list(steps)

    def get_opcodes(self) -> list[Step]:
        """Return the steps."""
        return self._steps


def _lines(content: bytes) -> list[str]:
    read = opened(content)
    text = read.text if read else content.decode("utf-8", "surrogateescape")
    return _LINE.findall(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


def _range(start: int, stop: int) -> str:
    length = stop - start
    return str(start + 1) if length == 1 else f"{start + 1 if length else start},{length}"


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """Yield what becomes of the lines, in order."""
    i = j = 0
    while i < len(old) or j < len(new):
        start = i
        while i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
        if i > start:
            yield "equal", start, i, j - (i - start), j
        if i < len(old) or j < len(new):
            a, b = _alike_again(old, new, i, j)
            yield from _within(old, new, i, a, j, b)
            i, j = a, b


def _within(old: Sequence[str], new: Sequence[str], i: int, a: int, j: int, b: int) -> Iterator[Step]:
    """Yield what becomes of a few lines that are not alike: line by line, where they are few enough."""
    if max(a - i, b - j) > _FARTHEST:
        yield "replace", i, a, j, b
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old[i:a], new[j:b], autojunk=False).get_opcodes():
        yield kind, i + i1, i + i2, j + j1, j + j2


def _alike_again(old: Sequence[str], new: Sequence[str], i: int, j: int) -> tuple[int, int]:
    """Return the nearest lines behind `i` and `j` from which on both are alike; their ends where there are none."""
    for far in range(1, 2 * _FARTHEST):
        for a in range(max(0, far - _FARTHEST), min(far, _FARTHEST) + 1):
            here, there = i + a, j + far - a
            if here <= len(old) and there <= len(new) and _same(old, new, here, there):
                return here, there
    return len(old), len(new)


def _same(old: Sequence[str], new: Sequence[str], i: int, j: int) -> bool:
    """Say whether two lines from here on are alike, or both texts are at their end."""
    if i < len(old) and j < len(new) and old[i] != new[j]:
        return False
    return list(old[i : i + 2]) == list(new[j : j + 2])
