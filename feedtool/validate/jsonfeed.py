"""JSON Feed 1.1 (and 1) as a table: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.jsontree import KINDS, JsonNode, read_json, unplaced
from feedtool.validate.namespaces.kinds import instant, language, media_type
from feedtool.validate.node import Document, Fault, UnplacedError
from feedtool.validate.report import Report
from feedtool.validate.texts import filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from feedtool.validate.node import Node
    from feedtool.validate.sound import Sound

_VERSIONS: Final = frozenset({"https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"})
_EXTENSION = regex(r"_[A-Za-z][^.]*\Z")
Check = Callable[[str, "Node", str, Report], None]


class Member(Struct, frozen=True, kw_only=True, dict=True):
    """One member: the kind of its value, checks of a string, and what an object (or each of a list) holds."""

    kind: str = "string"
    checks: tuple[Check, ...] = ()
    holds: Mapping[str, Member] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    each: str = ""

    @cached_property
    def one(self) -> Member:
        """What each of a list is."""
        return Member(kind=self.each, checks=self.checks, holds=self.holds, needs=self.needs)


def _url(value: str, node: Node, attribute: str, report: Report) -> None:
    reason = values.address(value.strip())
    if reason:
        report.add("jsonfeed-url-invalid", node, attribute=attribute, reason=reason)


def _version(value: str, node: Node, attribute: str, report: Report) -> None:
    if value not in _VERSIONS:
        report.add("jsonfeed-version", node, attribute=attribute)


_TEXT: Final = Member(checks=(plain,))
_URL: Final = Member(checks=(_url,))
_DATE: Final = Member(checks=(instant,))
_BOOLEAN: Final = Member(kind="boolean")
_NUMBER: Final = Member(kind="number")
_LANGUAGE: Final = Member(checks=(language,))
_AUTHOR_PARTS: Final = {"name": _TEXT, "url": _URL, "avatar": _URL}
_AUTHOR: Final = Member(kind="object", holds=_AUTHOR_PARTS)
_AUTHORS: Final = Member(kind="array", each="object", holds=_AUTHOR_PARTS)
_ATTACHMENTS: Final = Member(
    kind="array",
    each="object",
    holds={
        "url": _URL,
        "mime_type": Member(checks=(media_type,)),
        "title": _TEXT,
        "size_in_bytes": _NUMBER,
        "duration_in_seconds": _NUMBER,
    },
    needs=("url", "mime_type"),
)
_ITEM: Final[Mapping[str, Member]] = {
    "id": Member(checks=(filled,)),
    "url": _URL,
    "external_url": _URL,
    "title": _TEXT,
    "content_html": Member(checks=(filled, html)),
    "content_text": Member(checks=(plain,)),
    "summary": _TEXT,
    "image": _URL,
    "banner_image": _URL,
    "date_published": _DATE,
    "date_modified": _DATE,
    "author": _AUTHOR,
    "authors": _AUTHORS,
    "tags": Member(kind="array", each="string", checks=(plain,)),
    "language": _LANGUAGE,
    "attachments": _ATTACHMENTS,
}
FEED: Final = Member(
    kind="object",
    holds={
        "version": Member(checks=(_version,)),
        "title": _TEXT,
        "home_page_url": _URL,
        "feed_url": _URL,
        "description": _TEXT,
        "user_comment": _TEXT,
        "next_url": _URL,
        "icon": _URL,
        "favicon": _URL,
        "author": _AUTHOR,
        "authors": _AUTHORS,
        "language": _LANGUAGE,
        "expired": _BOOLEAN,
        "hubs": Member(
            kind="array",
            each="object",
            holds={"type": Member(checks=(filled,)), "url": _URL},
            needs=("type", "url"),
        ),
        "items": Member(kind="array", each="object", holds=_ITEM, needs=("id",)),
    },
    needs=("version", "title", "items"),
)
_MEANT: Final = {
    "date": "write date_published",
    "published": "write date_published",
    "updated": "write date_modified",
    "content": "write content_html or content_text",
    "link": "write url, or home_page_url of the feed",
    "guid": "write id",
    "name": "write title",
}


def judged_json(content: bytes, *, location: str, now: datetime | None, sound: Sound) -> Report:
    """Return the report on a JSON document.

    Its places are kept in characters, so what the report holds of it has one byte for each.
    """
    with suppress(UnplacedError):
        report = _judged_at_once(content, location, now, sound)
        if report is not None:
            return report
    text = _text_of(content)
    root, faults = read_json(text)
    report = _report_on(content, text, location, now)
    if root is not None and not _is_feed(root):
        report.faults([Fault(code="format-unknown", offset=0, values={"found": _OTHER})])
        return report
    if root is None and "jsonfeed.org/version" not in text[:5000]:
        faults = [*faults, Fault(code="format-unknown", offset=0, values={"found": _OTHER})][-1:]
    report.faults([*faults, *_of_bytes(content, text)])
    if root is not None:
        _walk(root, report)
        _sense(root, report)
    return report


def _judged_at_once(content: bytes, location: str, now: datetime | None, sound: Sound) -> Report | None:
    """Return the report on a document that is a feed and has nothing told of it but of its whole; None for others.

    Raises:
        UnplacedError: the place of something in it is to be told.

    """
    text = _text_of(content)
    root = unplaced(text, sound)
    if root is None or not _is_feed(root):
        return None
    report = _report_on(content, text, location, now)
    report.sound = sound
    report.document.root = root
    report.faults(_of_bytes(content, text))
    del text  # as large as the document, which may be very large
    _walk(root, report)
    _sense(root, report)
    return report


def _text_of(content: bytes) -> str:
    text = content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _report_on(content: bytes, text: str, location: str, now: datetime | None) -> Report:
    written = content if content.isascii() and b"\r" not in content else text.encode("ascii", "replace")
    report = Report(Document(content=written), location=location, now=now)
    report.format = "json"
    return report


_OTHER: Final = "JSON, and no JSON Feed that names its version"


def _of_bytes(content: bytes, text: str) -> list[Fault]:
    """Judge encoding and size: JSON is UTF-8 (RFC 8259, section 8.1)."""
    faults = []
    try:
        if "\ufffd" in text:  # which stands for what is none
            content.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = len(content[: error.start].decode("utf-8-sig", "replace"))
        found = f"the byte 0x{content[error.start]:02X} is no character of it"
        told = {"encoding": "UTF-8", "found": found, "mend": "nothing else: JSON is UTF-8"}
        faults.append(Fault(code="encoding-mismatch", offset=offset, values=told))
    if len(content) > 1_000_000:
        code = "document-very-large" if len(content) > 5_000_000 else "document-large"
        faults.append(Fault(code=code, offset=0, values={"size": f"{len(content) / 1_000_000:.1f}"}))
    return faults


def _is_feed(root: JsonNode) -> bool:
    version = root.member("version")
    return root.kind == "object" and (
        (version is not None and "jsonfeed" in version.text) or root.member("items") is not None
    )


def _walk(root: JsonNode, report: Report) -> None:
    shapes: dict[tuple[object, ...], list[Member | None]] = {}
    stack: list[tuple[JsonNode, Member]] = [(root, FEED)]
    while stack:
        node, member = stack.pop()
        if node.kind != member.kind:
            report.add("jsonfeed-type-wrong", node, due=KINDS[member.kind], found=KINDS[node.kind])
        elif node.kind == "object":
            _judge(node, _inside(node, member, report, shapes), report, stack)
        elif node.kind == "array":  # each is judged as an object or a string; its path leaves the list out
            _judge(node, repeat(member.one, len(node.children)), report, stack)
        elif node.kind == "string":
            _judge_text(node, member, report)


def _judge(
    node: JsonNode, inside: Iterable[Member | None], report: Report, stack: list[tuple[JsonNode, Member]]
) -> None:
    """Judge the texts that an object or a list holds, and put what else it holds on the stack."""
    waiting = []
    for child, known in zip(node.members(), inside, strict=True):
        if known is None:
            continue
        if known.kind == "string" == child.kind:
            _judge_text(child, known, report)
        else:
            waiting.append((child, known))
    stack.extend(reversed(waiting))


def _judge_text(node: JsonNode, member: Member, report: Report) -> None:
    for check in member.checks:
        check(node.text, node, "", report)


def _inside(
    node: JsonNode, member: Member, report: Report, shapes: dict[tuple[object, ...], list[Member | None]]
) -> list[Member | None]:
    """Return what each member of an object is, None for what is not looked into; judged once for the same ones."""
    shape = (id(member), *[child.name for child in node.children])
    inside = shapes.get(shape)
    if inside is None:
        told = report.told
        inside = _members(node, member, report)
        if told == report.told:
            shapes[shape] = inside
    return inside


def _members(node: JsonNode, member: Member, report: Report) -> list[Member | None]:
    """Judge which members an object has, and return what each is."""
    inside: list[Member | None] = []
    for child in node.members():
        known = member.holds.get(child.name)
        inside.append(known)
        if known is None and child.name.startswith("_"):
            if not _EXTENSION.match(child.name):
                report.add("jsonfeed-extension-name", child)
        elif known is None:
            hint = _MEANT.get(child.name, "begin the name of a member of your own with _")
            report.add("jsonfeed-member-unknown", child, hint=hint)
        if child.name == "author" and known is not None:
            report.add("jsonfeed-author-old", child)
    for name in member.needs:
        if node.first(name) is None:
            report.add("jsonfeed-part-missing", node, missing=name)
    if member.holds is _AUTHOR_PARTS and not any(node.first(name) for name in _AUTHOR_PARTS):
        report.add("jsonfeed-author-empty", node)
    return inside


def _sense(root: JsonNode, report: Report) -> None:
    """Check what the feed says of itself, and its items among themselves."""
    own = root.value("feed_url") or report.location
    after = root.member("next_url")
    if after is not None and own and after.text.strip() in {own, report.location}:
        report.add("jsonfeed-next-is-self", after)
    feed_url = root.member("feed_url")
    if feed_url is not None and report.location and feed_url.text.strip() != report.location:
        report.add("self-link-elsewhere", feed_url, location=report.location)
    for name in ("home_page_url", "feed_url"):
        if root.first(name) is None:
            report.add("jsonfeed-address-missing", root, missing=name)
    if root.first("language") is None:
        report.add("language-missing", root)
    items = root.member("items")
    _items([] if items is None else [item for item in items.members() if item.kind == "object"], report)


def _items(items: list[JsonNode], report: Report) -> None:
    first: dict[str, JsonNode] = {}
    for item in items:
        if item.first("content_html") is None and item.first("content_text") is None:
            report.add("jsonfeed-content-missing", item)
        if item.first("url") is None:
            report.add("jsonfeed-item-url-missing", item)
        identity = item.member("id")
        if identity is None:
            continue
        if identity.text in first:
            report.add("jsonfeed-id-repeated", identity, line=report.line(first[identity.text]))
        first.setdefault(identity.text, identity)
