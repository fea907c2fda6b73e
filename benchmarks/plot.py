"""Curves as an SVG picture: both axes logarithmic, a line for each name; dark and light by the reader's setting."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 150, 20, 50
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # told apart by the colour-blind too
_STYLE = """\
text { font: 13px sans-serif; fill: #333 }
line { stroke: #ccc }
@media (prefers-color-scheme: dark) { text { fill: #ddd } line { stroke: #555 } }"""


def curves(found: Mapping[str, Mapping[int, float]], *, across: str, up: str) -> str:
    """Return a picture of values by size, a curve for each name; `across` and `up` say what the axes are.

    Raises:
        ValueError: there is nothing to show.

    """
    sizes = [size for points in found.values() for size in points]
    values = [value for points in found.values() for value in points.values()]
    scale = _Scale(_span(sizes), _span(values))
    rows = [*scale.grid(across, up)]
    for (name, points), colour in zip(found.items(), _COLOURS, strict=False):
        rows.extend(scale.curve(name, points, colour))
    body = "\n".join(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n'
        f"<title>{escape(up)} by {escape(across)}</title>\n<style>{_STYLE}</style>\n{body}\n</svg>\n"
    )


def _span(values: list[int] | list[float]) -> tuple[int, int]:
    """Return the powers of ten between which values lie."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


class _Scale:
    """Where a size and a value stand in the picture."""

    def __init__(self, across: tuple[int, int], up: tuple[int, int]) -> None:
        self.across = across
        self.up = up

    def x(self, size: float) -> float:
        """Return how far right a size stands."""
        low, high = self.across
        return _LEFT + (log10(size) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return how far down a value stands."""
        low, high = self.up
        return _HEIGHT - _BOTTOM - (log10(value) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    def grid(self, across: str, up: str) -> Iterator[str]:
        """Yield a line and a number for each power of ten, and what the axes are."""
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        for power in range(self.across[0], self.across[1] + 1):
            x = self.x(10**power)
            yield f'<line x1="{x:.0f}" y1="{_TOP}" x2="{x:.0f}" y2="{bottom}"/>'
            yield f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>'
        for power in range(self.up[0], self.up[1] + 1):
            y = self.y(10.0**power)
            yield f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}"/>'
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g}</text>'
        yield f'<text x="{(_LEFT + right) / 2:.0f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>'
        middle = (_TOP + bottom) / 2
        yield f'<text transform="translate(16 {middle:.0f}) rotate(-90)" text-anchor="middle">{escape(up)}</text>'

    def curve(self, name: str, points: Mapping[int, float], colour: str) -> Iterator[str]:
        """Yield a line through points, a dot for each, and its name at its end."""
        places = [(self.x(size), self.y(value)) for size, value in sorted(points.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        x, y = places[-1]
        yield f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" style="fill:{colour}">{escape(name)}</text>'
