"""Whether HTML nests as its tags say: no parser of HTML would close an element before its end tag, or open another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.prose.marks import EMPTY, TAG, is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST: Final = 30
_WORDS: Final = frozenset(("p", "pre", "address", "caption", "dt", "summary", *(f"h{level}" for level in range(1, 7))))
"""What holds words and what stands among them; most blocks would close it."""
_AMONG_WORDS: Final = frozenset(
    """a abbr acronym audio b bdi bdo big br button cite code del dfn em font i iframe img input ins kbd label mark
    picture q s samp select small source span strike strong sub sup textarea time tt u var video wbr""".split()  # noqa: SIM905 - words
)
_OWN_PLACE: Final = {
    "li": frozenset(("ul", "ol", "menu")),
    "tr": frozenset(("table", "thead", "tbody", "tfoot")),
    **dict.fromkeys(("td", "th"), frozenset(("tr",))),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), frozenset(("table",))),
    **dict.fromkeys(("dt", "dd"), frozenset(("dl",))),
    "col": frozenset(("colgroup",)),
}
_ELSEWHERE: Final = frozenset(
    """html head body frameset frame title base meta link plaintext xmp noembed noframes noscript listing form fieldset
    option optgroup svg math template object applet center dir""".split()  # noqa: SIM905 - words
)
"""What parsers treat in ways of its own."""
_LETTERS: Final = frozenset(("script", "style", "textarea"))
"""What holds text alone, whatever it looks like."""
_FORMATTING: Final = _AMONG_WORDS - {"a", "span", "em", "strong", "iframe", "audio", "video", "picture", "label"}


def end_of(names: Sequence[str], at: int) -> int:
    """Return which tag ends the element that one begins, -1 where the tags between do not end in turn."""
    if names[at] in EMPTY:
        return at
    still_open: list[str] = []
    for number in range(at, len(names)):
        name = names[number]
        if not name.startswith("/"):
            if name not in EMPTY:
                still_open.append(name)
        elif not still_open or still_open.pop() != name[1:]:
            return -1
        if not still_open:
            return number
    return -1


def nests_well(html: str) -> bool:
    """Whether one element, with all that it holds, is the same to a parser as its tags say."""
    parts = TAG.split(html)
    if "<" in "".join(parts[::3]):
        return False
    still_open: list[str] = []
    for name, attributes in zip(parts[1::3], parts[2::3], strict=True):
        if not is_whole(name, attributes):
            return False
        if name[0] == "/":
            if not still_open or still_open.pop() != name[1:]:
                return False
        elif len(still_open) > _DEEPEST or not _may_stand(name, still_open):
            return False
        elif name not in EMPTY:
            still_open.append(name)
    return not still_open


def _may_stand(name: str, around: list[str]) -> bool:
    """Whether an element may stand in those around it, the innermost last."""
    parent = around[-1] if around else ""
    if name in _ELSEWHERE or parent in _LETTERS or (name in ("a", "button", "select") and name in around):
        return False
    if name in _OWN_PLACE:
        return parent in _OWN_PLACE[name]
    if parent in ("ul", "ol", "menu", "table", "thead", "tbody", "tfoot", "tr", "dl", "colgroup"):
        return False
    if parent in _WORDS:
        return name in _AMONG_WORDS
    if parent == "a":
        return name not in ("table", "p")
    return parent not in _FORMATTING or name in _AMONG_WORDS
