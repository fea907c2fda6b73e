"""The elements in lines of text, put down as controls until the document is whole.

What an element becomes (`*`, `](`, a picture) stands in the text as a control, which no legal text holds, so that
nobody takes it for a mark that the author wrote.  Most are known by one pattern, all of them in one go; others take a
look at what stands beside them; what takes more is left as it is, for `feedtool.prose.marks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.prose.escapes import apart, destination, ticked
from feedtool.prose.marks import CODES, MARKS, SEEN_THROUGH, picture
from feedtool.prose.references import UnusualError, decoded, decoded_beyond_ascii, value_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

EM, STRONG, _DEL, LINK, _LINKED, _TO, BREAK, STORED = "\x01\x02\x03\x04\x05\x06\x07\x08"
_UNDERSCORE, _AND, LINE = "\x0e\x0f\x10"
CONTROLS: Final = r"\x01-\x08\x0e-\x10"
"""All of them, as a pattern has them: no text that may be published holds one, and no known reference makes one."""
_SHOWN: Final = (
    *((EM, "*"), (STRONG, "**"), (_DEL, "~~"), (LINK, "["), (_TO, "]("), (_LINKED, ")")),
    *((_UNDERSCORE, "_"), (_AND, "&")),
)
_CONTROL_OF: Final = {"em": EM, "strong": STRONG, "del": _DEL}
_AROUND: Final = {name: _CONTROL_OF[mark] for name, mark in MARKS.items() if mark in _CONTROL_OF}
_EMPHASIS: Final = frozenset((EM, STRONG))
_MARKED: Final = frozenset((EM, STRONG, _DEL, LINK, _LINKED))
_EDGE: Final = frozenset(("<", ">", *_MARKED))
_CONTROL: Final = regex(f"[{CONTROLS}]")

_SAID: Final = rf'="[^"<>{CONTROLS}]*"'
_ATTRIBUTES: Final = rf"(?:\s+[a-z][a-z0-9:_-]*{_SAID})*+"
_BUT_HREF: Final = rf"(?:\s+(?!href)[a-z][a-z0-9:_-]*{_SAID})*+"
_ADDRESS: Final = (
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9._/:@!$'+,=-]*)?"
    r"(?:\?[A-Za-z0-9._/:@!$'+,=?&;-]+)?(?:#[A-Za-z0-9._/:@!$+,=?-]+)?"
)
"""What `feedtool.markup.absolute` gives back as it is, and holds nothing to escape but `_` and `&`."""
_WORDS: Final = rf"[^<>{CONTROLS}]"
_LINKED_WORDS: Final = rf"(?!\s|&nbsp;|&#160;)({_WORDS}+)(?<!\s)(?<!&nbsp;)(?<!&#160;)"
_LETTERS: Final = rf"(?=[^\W_])({_WORDS}*)(?<=[^\W_])"
_USUAL: Final = regex(
    r"<(?=[a-z])(?:(?<![>\x01-\x05!]<)(?<!\s\s<)"
    rf'(?:a{_BUT_HREF}\s+href="({_ADDRESS})"{_ATTRIBUTES}\s*>{_LINKED_WORDS}</a>'
    rf"|({'|'.join(_AROUND)}){_ATTRIBUTES}\s*>{_LETTERS}</\3>)(?![<\x01-\x05]|\s\s)"
    rf"|(br){_ATTRIBUTES}\s*/?>\s*|img({_ATTRIBUTES})\s*/?>"
    rf"|({'|'.join(SEEN_THROUGH)}){_ATTRIBUTES}\s*>({_WORDS}*)</\7>)"
)
"""Links and emphasis that need no look at what stands beside them, breaks, pictures, and what is seen through."""
_LINKED_AT, _WORDS_AT, _SEEN_AT = 2, 4, 8
"""The last group of a link, of an element around words, and of one that is as good as not there."""
_ELEMENT: Final = regex(
    rf"<({'|'.join((*_AROUND, *CODES, *SEEN_THROUGH, 'a'))})({_ATTRIBUTES})\s*>([^<>{BREAK}{LINE}]*)</\1>(?!<[^/])"
)
_HREF: Final = regex(r'\shref="([^"]*)"')
_LINKED_BLANKS: Final = (regex(rf"{LINK}\s"), regex(rf"{_TO}(?<=\s{_TO})"))
_MOST_TURNS: Final = 3


class Marking:
    """The elements in the lines of a document, put down as controls; what they lead to and show is kept here."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self.address = address
        self._stored: list[str] = []
        self.drawn = False
        self.displaced = False

    def marked(self, text: str) -> str:
        """Return lines of HTML with controls for elements, from the inner to the outer; those that take more are left.

        Raises:
            UnusualError: a reference to a character is not known.

        """
        if "<" in text:
            text = _USUAL.sub(self._usual, text)
            if self.displaced and "<" in text:
                text = _USUAL.sub(self._usual, text)
        if "&" in text:
            text, blank = decoded_beyond_ascii(text)
            self.displaced = self.displaced or blank
            if blank and any(found.search(text) for found in _LINKED_BLANKS):
                raise UnusualError
        for _ in range(_MOST_TURNS):
            if "<" not in text:
                break
            self.displaced = True
            before, text = text, _ELEMENT.sub(self._element, text)
            if before == text:
                break
        return text

    def shown(self, document: str) -> str:
        """Return a whole document with all that stood for something else as that."""
        if self._stored:
            parts = document.split(STORED)
            stored = self._stored
            parts[1::2] = [stored[int(number)] for number in parts[1::2]]
            document = "".join(parts)
        for control, mark in _SHOWN:
            if control in document:
                document = document.replace(control, mark)
        return document

    def _usual(self, found: re.Match[str]) -> str:
        last = found.lastindex
        if last == _WORDS_AT:
            control = _AROUND[found[3]]
            return f"{control}{found[4]}{control}"
        if last == _SEEN_AT:
            self.displaced = True
            return found[_SEEN_AT]
        if last != _LINKED_AT:
            return BREAK if found[5] else self._picture(found)
        address = found[1]
        if "&" in address:
            address = address.replace("&amp;", "&")
            if ";" in address:
                return found[0]
            address = address.replace("&", _AND)
        if "_" in address:
            address = address.replace("_", _UNDERSCORE)
        return f"{LINK}{found[2]}{_TO}{address}{_LINKED}"

    def _picture(self, found: re.Match[str]) -> str:
        try:
            shown = picture(found[6], self.address)
        except UnusualError:
            return found[0]
        if not shown:
            self.displaced = True
            return ""
        text, start, end = found.string, found.start(), found.end()
        self.drawn = True
        self.displaced = self.displaced or text[start - 2 : start].isspace() or text[end : end + 2].isspace()
        return self._store(shown)

    def _store(self, markdown: str) -> str:
        self._stored.append(markdown)
        return f"{STORED}{len(self._stored) - 1}{STORED}"

    def _element(self, found: re.Match[str]) -> str:
        name, attributes, inside = found.groups()
        text, start, end = found.string, found.start(), found.end()
        before, behind = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
        if name in SEEN_THROUGH:
            seen = _seen_through(inside, before, behind)
            return found[0] if seen is None else seen
        if name in CODES:
            return self._code(inside, before, behind) or found[0]
        if not inside or inside[0].isspace() or inside[-1].isspace() or behind in _MARKED:
            return found[0]
        if before in _MARKED or (before == ">" and text[text.rfind("<", 0, start) + 1] == "/"):
            return found[0]
        return (self._link(attributes, inside) if name == "a" else _marked(name, inside, before, behind)) or found[0]

    def _code(self, inside: str, before: str, behind: str) -> str:
        if {before, behind} & {"<", ">", STORED} or not inside.strip() or _CONTROL.search(inside):
            return ""
        try:
            code = decoded(inside) if "&" in inside else inside
        except UnusualError:
            return ""
        self.drawn = True
        return self._store(ticked(" ".join(code.split())))

    def _link(self, attributes: str, inside: str) -> str:
        reference = _HREF.search(attributes)
        if not reference or LINK in inside:
            return ""
        try:
            address = self.address(value_of(reference[1]))
        except UnusualError:
            return ""
        return f"{LINK}{inside}{_TO}{self._store(destination(address))}{_LINKED}" if address else ""


def _seen_through(inside: str, before: str, behind: str) -> str | None:
    """Return what stands in an element that is as good as not there, None where marks would come to touch."""
    touches = (inside[:1] in _MARKED and before in _EDGE) or (inside[-1:] in _MARKED and behind in _EDGE)
    return None if touches or (inside[:1] == LINK and before == "!") else inside


def _marked(name: str, inside: str, before: str, behind: str) -> str:
    """Return words in emphasis, nothing where its delimiters would touch others, or not open and close there."""
    control = _AROUND[name]
    if control in inside or not _flanks(inside, before, behind) or not _EMPHASIS.isdisjoint((inside[0], inside[-1])):
        return ""
    return f"{control}{inside}{control}"


def _flanks(inside: str, before: str, behind: str) -> bool:
    """Whether delimiters around words open and close there; beside tags only those around letters are sure to."""
    opens = inside[0].isalnum() or (before != ">" and _is_apart(before))
    return opens and (inside[-1].isalnum() or (behind != "<" and _is_apart(behind)))


def _is_apart(char: str) -> bool:
    return char < " " or apart(char)
