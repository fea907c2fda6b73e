"""`python -m benchmarks sources`: how fast each kind of source is read, and in how much memory.

Material of several shapes is generated and read on one core, a peer in turn with it in the same run; CPU time counts,
and the best of several turns, as everything else is what else the machine was doing.  Then large files are read,
exported and imported, each in a process of its own, for its peak memory: 300 MiB at most, whatever the size.  The exit
code is 1 where a bar is broken: `--share` says which part of the bars a slower machine has to reach.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import mailbox
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import markup, material, memory
from feedtool.article import Article
from feedtool.source import Hints, Source, read
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HINTS = Hints(zone=ZonePolicy(timezone="Asia/Kolkata"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of source in one shape: files by name, what each holds, a peer that reads the same, and the bar."""

    name: str
    file: str
    contents: list[bytes]
    items: int
    peer_name: str
    peer: Callable[[bytes], object]
    bar: int = 0
    with_body: bool = True


def rows(scale: float) -> Iterator[Row]:
    """Yield what is measured."""

    def count(items: int) -> int:
        return max(10, int(items * scale))

    shapes = (
        ("headlines", None, count(6000), 5000),
        ("paragraphs", material.plain_html, count(2000), 5000),
        ("paragraphs with links", material.linked_html, count(2000), 5000),
        ("figures, lists, tables", material.rich_html, count(800), 0),
        ("WordPress posts", markup.wordpress, count(800), 0),
        ("newsletters", markup.newsletter, count(800), 0),
    )
    for shape, body, items, bar in shapes:
        feed = material.whole(material.feed_parts(body), items, material.END)
        yield _row(f"feed: {shape}", "feed.xml", feed, items, ("feedparser", _feedparser), bar)
    texts = (("4 KB of text", material.plain_text), ("4 KB, typographic", material.typographic))
    for shape, body in (*texts, ("short", material.short_text), ("1.5 KB of HTML", material.linked_html)):
        items, bar = count(2000), 0 if "HTML" in shape else 10_000
        lines = material.whole(material.ndjson_parts(body), items)
        yield _row(f"NDJSON: {shape}", "rows.ndjson", lines, items, ("json", _json), bar)
        cells = material.whole(material.csv_parts(body), items + 1)
        yield _row(f"CSV: {shape}", "rows.csv", cells, items, ("csv", _csv), bar)
    export = material.whole(material.wxr_parts(material.linked_html), count(2000), material.END)
    yield _row("WordPress export", "export.wxr", export, count(2000), ("lxml, elements alone", _lxml), 0)
    box = material.whole(material.mbox_parts(material.linked_html), count(500))
    yield _row("mailbox", "list.mbox", box, count(500), ("mailbox, email", _mailbox), 0)
    texts_of_pages = material.page_texts(count(300))
    yield _row("page text", "page.txt", texts_of_pages, len(texts_of_pages), ("", _nothing), 1000)
    pages = material.pages(count(60))
    yield _row("HTML, metadata", "page.html", pages, len(pages), ("lxml, tree alone", _tree), 250, with_body=False)
    yield _row("HTML with body", "page.html", pages, len(pages), ("trafilatura, body alone", _trafilatura), 25)


def _row(
    name: str,
    file: str,
    content: bytes | list[bytes],
    items: int,
    peer: tuple[str, Callable[[bytes], object]],
    bar: int,
    *,
    with_body: bool = True,
) -> Row:
    contents = content if isinstance(content, list) else [content]
    return Row(
        name=name,
        file=file,
        contents=contents,
        items=items,
        peer_name=peer[0],
        peer=peer[1],
        bar=bar,
        with_body=with_body,
    )


def _feedparser(content: bytes) -> None:
    import feedparser  # noqa: PLC0415 - only where it is measured

    feedparser.parse(content)


def _json(content: bytes) -> None:
    for line in content.decode().splitlines():
        json.loads(line)


def _csv(content: bytes) -> None:
    for _ in csv.reader(io.StringIO(content.decode(), newline="")):
        pass


def _lxml(content: bytes) -> None:
    from lxml import etree  # noqa: PLC0415 - as above

    for _, element in etree.iterparse(io.BytesIO(content), tag="item"):
        element.clear()


def _tree(content: bytes) -> None:
    from lxml import etree  # noqa: PLC0415 - as above

    etree.fromstring(content, etree.HTMLParser())


def _mailbox(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(content)
        file.flush()
        for message in mailbox.mbox(file.name):
            message.get_payload(decode=True)


def _trafilatura(content: bytes) -> None:
    import trafilatura  # noqa: PLC0415 - as above

    trafilatura.extract(content.decode(), favor_precision=True)


def _nothing(_content: bytes) -> None:
    return


def read_all(row: Row) -> None:
    """Read all that a row holds.

    Raises:
        SystemExit: something in it is no article.

    """
    if not row.with_body:
        from feedtool.source.html import look  # noqa: PLC0415 - as above

        found = [look(Source(origin=row.file, content=page, hints=_HINTS), with_body=False) for page in row.contents]
        articles = sum(bool(page.title and page.moments) for page in found)
    else:
        readings = (read(Source(origin=row.file, content=content, hints=_HINTS)) for content in row.contents)
        articles = sum(isinstance(reading, Article) for held in readings for reading in held)
    if articles != row.items:
        raise SystemExit(f"{row.name}: {articles} articles of {row.items}")


def measured(row: Row, turns: int) -> tuple[float, float]:
    """Return items a second of CPU time, and those of the peer (0 where there is none)."""
    best = best_of_peer = float("inf")
    for _ in range(turns):
        started = time.process_time()
        read_all(row)
        between = time.process_time()
        for content in row.contents:
            row.peer(content)
        best, best_of_peer = min(best, between - started), min(best_of_peer, time.process_time() - between)
    return row.items / best, row.items / best_of_peer if row.peer_name else 0


def speed(options: argparse.Namespace) -> list[str]:
    """Print a table of items a second, and return the bars that are broken."""
    broken = []
    print("| source | items/s | bar | peer | its items/s | ratio |\n| --- | ---: | ---: | --- | ---: | ---: |")
    for row in rows(options.scale):
        rate, peer = measured(row, options.turns)
        compared = f"{row.peer_name} | {peer:,.0f} | {rate / peer:.2f}" if peer else "| |"
        print(f"| {row.name} | {rate:,.0f} | {f'{row.bar:,}' if row.bar else ''} | {compared} |", flush=True)
        if rate < row.bar * options.share:
            broken.append(f"{row.name}: {rate:,.0f} items a second, and the bar is {row.bar:,}")
    return broken


def main(args: list[str] | None = None) -> None:
    """Measure, print two Markdown tables, and exit 1 where a bar is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks sources", description=__doc__)
    parser.add_argument("--turns", type=int, default=3, help="how often each source is read")
    parser.add_argument("--scale", type=float, default=1, help="how much material, against what is usual")
    parser.add_argument("--size", type=int, default=1000, help="megabytes of the large files; 0 for none")
    parser.add_argument("--imported", type=int, default=100, help="megabytes of what is imported into a folder")
    parser.add_argument("--share", type=float, default=1, help="the share of the bars of speed that has to be reached")
    options = parser.parse_args(args)
    broken = speed(options) + (list(memory.table(options.size, options.imported)) if options.size else [])
    if broken:
        raise SystemExit("\n".join(broken))


if __name__ == "__main__":
    main()
