"""The tags of elements that stand in a line, one line at a time: as general as the tree, and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.prose.escapes import destination, strict
from feedtool.prose.inline import Mark, Runs
from feedtool.prose.references import UnusualError, decoded, value_of

if TYPE_CHECKING:
    from collections.abc import Callable

MARKS: Final = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **{name: name for name in ("sup", "sub", "mark", "ins", "q")},
}
"""What an element is as a mark."""
CODES: Final = ("code", "tt", "kbd", "samp")
SEEN_THROUGH: Final = ("span", "u", "small", "font", "abbr", "acronym", "time", "big", "bdi", "bdo")
"""Elements that are as good as not there."""
INLINE: Final = (*MARKS, *CODES, *SEEN_THROUGH, "a", "br", "img", "wbr")
EMPTY: Final = frozenset(("br", "img", "wbr", "hr", "input", "source", "track", "embed", "area", "param", "col"))
_VALUE: Final = r"""\s*=\s*(?:"([^"\x00-\x08]*)"|'([^'\x00-\x08]*)'|([^\s"'<>=`/\x00-\x08]+))"""
_ATTRIBUTE: Final = rf"\s+([a-z][a-z0-9:_-]*)(?:{_VALUE})?"
_ATTRIBUTES: Final = regex(rf"(?:{_ATTRIBUTE})*+\s*(/?)")
TAG: Final = regex(r"<(/?[a-z][a-z0-9]*)([^<>]*)>")
_DEEPEST: Final = 20
LAZY: Final = ("src", "data-src", "data-lazy-src", "data-original", "data-lazy")
"""Where the address of a picture stands, which may be loaded late."""
_SAID: Final = regex(_ATTRIBUTE)


def is_whole(name: str, attributes: str) -> bool:
    """Whether the attributes of a tag end where the tag does, and the tag is no empty element that may hold some."""
    return not attributes or bool((found := _ATTRIBUTES.fullmatch(attributes)) and (name in EMPTY or not found[5]))


def said_in(attributes: str, *names: str) -> list[str]:
    """Return what some attributes of a tag say, empty where it has none of that name.

    Raises:
        UnusualError: one has a reference that is not known, or an ampersand that begins none.

    """
    said = {name: quoted or in_one or bare for name, quoted, in_one, bare in reversed(_SAID.findall(attributes))}
    return [value_of(said[name]) if name in said else "" for name in names]  # the first of two counts


def picture(attributes: str, address: Callable[[str], str]) -> str:
    """Return a picture as Markdown has it, nothing where no reader could show it."""
    alt, *sources = said_in(attributes, "alt", *LAZY)
    target = address(next((source for source in sources if source and not source.startswith("data:")), ""))
    return f"![{strict(' '.join(alt.split()))}]({destination(target)})" if target else ""


def written(html: str, address: Callable[[str], str], line_break: str, around: str = "") -> list[str]:
    """Return what a line of HTML holds as paragraphs of Markdown, all of it in a mark `around` it.

    Raises:
        UnusualError: tags are not closed in turn, or attributes or ampersands not what they should be.

    """
    return _Line(address, line_break, around).written(html)


class _Line:
    """A line of HTML that is being written."""

    def __init__(self, address: Callable[[str], str], line_break: str, around: str) -> None:
        self._address = address
        self._runs = Runs(line_break=line_break)
        self._around = around
        self._open: list[tuple[str, bool]] = []

    def written(self, html: str) -> list[str]:
        """Return it as paragraphs."""
        parts = TAG.split(html)
        texts = parts[::3]
        if "<" in "".join(texts):
            raise UnusualError
        runs = self._runs
        if self._around:
            runs.open(Mark(self._around))
        runs.text(_decoded(texts[0]))
        code = ""
        for name, attributes, text in zip(parts[1::3], parts[2::3], texts[1:], strict=True):
            if not is_whole(name, attributes) or (code and name != f"/{code}"):
                raise UnusualError
            if name in CODES:
                code = name
                self._code(_decoded(text))
                continue
            if not code:
                self._tag(name, attributes)
            code = ""
            runs.text(_decoded(text))
        if self._open or code:
            raise UnusualError
        if self._around:
            runs.close()
        return runs.flush()

    def _tag(self, name: str, attributes: str) -> None:
        if name[0] == "/":
            self._close(name[1:])
        elif name in EMPTY:
            self._empty(name, attributes)
        elif len(self._open) > _DEEPEST:
            raise UnusualError
        elif name in MARKS:
            self._open.append((name, self._runs.open(Mark(MARKS[name]))))
        elif name == "a" and all(other != "a" for other, _ in self._open):
            (reference,) = said_in(attributes, "href")
            target = self._address(reference)
            self._open.append((name, bool(target) and self._runs.open(Mark("a", target))))
        elif name in SEEN_THROUGH:
            self._open.append((name, False))
        else:
            raise UnusualError

    def _close(self, name: str) -> None:
        if not self._open or self._open[-1][0] != name:
            raise UnusualError
        if self._open.pop()[1]:
            self._runs.close()

    def _empty(self, name: str, attributes: str) -> None:
        if name == "br":
            self._runs.new_line()
        elif name == "img":
            if shown := picture(attributes, self._address):
                self._runs.thing(shown)
        elif name != "wbr":
            raise UnusualError

    def _code(self, text: str) -> None:
        code = " ".join(text.split())
        if code:
            self._runs.code(code)
        else:
            self._runs.text(text)


def _decoded(text: str) -> str:
    return decoded(text) if "&" in text else text
