"""Elements of an XML document that may be larger than memory and need not be well-formed.

The document is read strictly first.  Where that fails it is read once more from where it failed, mended: bytes that
are not in its encoding, characters that XML cannot hold, HTML's entities, bare ampersands, text beyond all bounds.

Sources: XML 1.0 (fifth edition) sections 2.2 and 4.3.3, appendix F; HTML, named character references.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree
from msgspec.structs import replace

from feedtool.characters import legal
from feedtool.errors import ArticleError, SourceError
from feedtool.later import regex
from feedtool.problem import Level, Place, Problem

if TYPE_CHECKING:
    from typing import BinaryIO

    from lxml.etree import _Element as Element

    from feedtool.article import Article
    from feedtool.source import Source

_CHUNK = 2**16
_LONGEST_RUN = 2**20
"""Text without a tag that is longer is cut; the parser would give up the whole document at ten megabytes."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = regex(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_LATIN = frozenset(("iso8859-1", "ascii", "cp1252"))
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}
_AMPERSAND = regex(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(\w{1,32};)?")
_DOCTYPE = regex(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENDED = frozenset(
    (
        "ERR_RESOURCE_LIMIT",
        "ERR_DOCUMENT_END",
        "ERR_TAG_NOT_FINISHED",
        "ERR_CDATA_NOT_FINISHED",
        "ERR_COMMENT_NOT_FINISHED",
    )
)


class Elements(Iterator["Element | ArticleError"]):
    """The elements of a document that have one of some tags, each whole, and then forgotten; at last what is wrong.

    `problems` holds what had to be mended, `root` (once all is read) the tag of the root.
    """

    def __init__(self, source: Source, tags: tuple[str, ...]) -> None:
        self.problems: tuple[Problem, ...] = ()
        self.root = ""
        self._told = False
        self._source = source
        self._tags = tags
        self._found = self._elements()

    def __next__(self) -> Element | ArticleError:
        return next(self._found)

    def told(self, reading: Article | ArticleError) -> Article | ArticleError:
        """Return what was read of an element; the first article that was read of a mended document says so."""
        if self._told or not self.problems or isinstance(reading, ArticleError):
            return reading
        self._told = True
        return replace(reading, problems=(*reading.problems, *self.problems))

    def _elements(self) -> Iterator[Element | ArticleError]:
        done = 0
        with self._source.open() as file:
            try:
                _refuse_entities(file)
                for element in self._parse(file, recover=False):
                    yield element
                    done += 1
                return  # noqa: TRY300 - the rest is for what is not well-formed
            except etree.XMLSyntaxError as error:
                self.problems = (self._problem(error),)
        with self._source.open() as file:
            yield from self._mended(file, done)

    def _mended(self, file: BinaryIO, done: int) -> Iterator[Element | ArticleError]:
        """Yield the elements of a document that is not well-formed, but for those that were read before that showed."""
        count = 0
        try:
            for element in self._parse(_Mended(file, self._source.content), recover=True):
                count += 1
                if count > done:
                    yield element
        except etree.XMLSyntaxError as error:
            yield self._failure(error)
        if not count:
            yield SourceError("nothing in it can be read", place=Place(file=self._source.origin), expected="XML")

    def _parse(self, file: BinaryIO | _Mended, *, recover: bool) -> Iterator[Element]:
        """Yield the elements that are whole.

        Raises:
            XMLSyntaxError: the document is not well-formed, or breaks off.

        """
        parser = etree.iterparse(
            file,
            events=("end",),
            tag=self._tags,
            recover=recover,
            encoding="utf-8" if recover else None,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
        whole = True
        for _, element in parser:
            if isinstance(file, _Mended) and file.ended:
                whole = False  # the parser closed this element, not the document
                break
            if not _foreign(element):
                yield element
                forget(element)
        self.root = str(parser.root.tag) if parser.root is not None else ""
        if recover and (broken := _broke_off(parser, whole=whole)):
            raise etree.XMLSyntaxError(broken.message, broken.type, broken.line, broken.column)

    def _problem(self, error: etree.XMLSyntaxError) -> Problem:
        return Problem(
            rule="feed-not-well-formed",
            level=Level.WARNING,
            message=f"not well-formed: {error.msg}; read as it seems to be meant",
            place=Place(file=self._source.origin, line=error.lineno or 0),
            fix="mend the program that writes it",
        )

    def _failure(self, error: etree.XMLSyntaxError) -> ArticleError:
        place = Place(file=self._source.origin, line=error.lineno or 0)
        return SourceError(f"it breaks off: {error.msg}", place=place, hint="fetch it again")


def _refuse_entities(file: BinaryIO) -> None:
    """Go back to the start of a document, unless it declares entities: their nodes outlive the tree they belong to.

    Raises:
        XMLSyntaxError: it does; it is read without its document type.

    """
    start = file.read(_CHUNK).replace(b"\x00", b"")
    file.seek(0)
    if b"<!ENTITY" in start:
        raise etree.XMLSyntaxError("it declares entities, which are not expanded", 0, 1, 1)


def _foreign(element: Element) -> bool:
    """Whether an element stands within one of another vocabulary that is looked for: it is a part of that."""
    tag = element.tag
    same_name = element.iterancestors(f"{{*}}{str(tag).rpartition('}')[2]}")
    return any(ancestor.tag != tag for ancestor in same_name)


def _broke_off(parser: etree.iterparse[tuple[str, Element]], *, whole: bool) -> etree._LogEntry | None:
    """Return the error that says that the document was not read to its end."""
    return next((entry for entry in reversed(list(parser.error_log)) if not whole or entry.type_name in _ENDED), None)


def forget(element: Element) -> None:
    """Empty an element that was read, and take away those like it that stand before it."""
    element.clear(keep_tail=True)  # the parser may be at work on the text behind it
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None and before.tag == element.tag:
        parent.remove(before)


class _Mended(io.RawIOBase):
    """A document as UTF-8 that a parser can get through."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file = file
        encoding = _encoding(head)
        errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._rest = ""
        self.ended = False
        self._begun = False
        self._run = 0

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        """Return the next piece, empty only at the end."""
        while not self.ended:
            read = self._file.read(_CHUNK)
            self.ended = not read
            chunk = self._rest + self._decoder.decode(read, final=self.ended)
            cut = len(chunk) if self.ended else self._whole(chunk)
            self._rest = chunk[cut:]
            if mended := self._bounded(_mend(chunk[:cut])):
                return self._start(mended).encode("utf-8", "replace")
        return b""

    def _whole(self, chunk: str) -> int:
        """Return how much of a piece can be looked at: an entity may go on in the next one."""
        cut = chunk.rfind("&", max(0, len(chunk) - 40))
        return cut if cut >= 0 and len(chunk) > 40 else len(chunk)

    def _bounded(self, text: str) -> str:
        """Return text less what goes on for longer than any text does without a tag."""
        end = text.find("<")
        if end < 0:
            kept = max(0, _LONGEST_RUN - self._run)
            self._run += len(text)
            return text[:kept]
        kept = max(0, _LONGEST_RUN - self._run)
        self._run = len(text) - text.rfind("<")
        return text[: min(end, kept)] + text[end:]

    def _start(self, text: str) -> str:
        """Return the first piece less what stands before the XML, and less its document type."""
        if self._begun:
            return text
        self._begun = True
        return _DOCTYPE.sub("", text[max(0, text.find("<")) :], count=1).replace("<!ENTITY", "<!ELEMENT")


def _mend(text: str) -> str:
    text = legal(text.translate(_WINDOWS) if not text.isascii() else text)
    return _AMPERSAND.sub(_entity, text) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    """Return an entity of HTML as its character, and an ampersand that begins none as `&amp;`."""
    said = html.unescape(found[0])
    return said if said != found[0] and said not in ("<", ">", "&") else f"&amp;{found[1] or ''}"


def _encoding(head: bytes) -> str:
    """Return the encoding by the byte order mark, else the declaration, else UTF-8."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    declared = _DECLARED.search(head[:200])
    try:
        name = marked or codecs.lookup(declared[1].decode() if declared else "utf-8").name
        b" ".decode(name, "replace")  # some codecs are not for text, some not for all of it
    except (LookupError, UnicodeError):
        name = "utf-8"
    if not marked and name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a declaration that can be read byte by byte cannot be true
    return "cp1252" if name in _LATIN else name
