"""One run without a project: sources in, one document or a list of articles out, nothing kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from feedtool.article import Article
from feedtool.errors import ArticleError, FeedtoolError
from feedtool.feed import in_order
from feedtool.index import Listed, Placed, row_of
from feedtool.markup import html_of, paragraphs, plain, safe
from feedtool.pipeline.progress import Meter, Progress, silent
from feedtool.pipeline.publishing.feeds import Made
from feedtool.pipeline.publishing.press import Press
from feedtool.pipeline.report import Report
from feedtool.pipeline.sources.gather import COMMAND_LINE, Found, Sieves
from feedtool.pipeline.sources.once import Once
from feedtool.pipeline.sources.opening import opened_all, readings_of
from feedtool.pipeline.sources.web import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from feedtool.config import Config, FeedConfig
    from feedtool.document import Document
    from feedtool.index import Row
    from feedtool.spill import Pile


def articles_of(
    config: Config, report: Report, now: datetime | None = None, progress: Progress = silent, *, jobs: int = 1
) -> Iterator[Article]:
    """Yield the articles of all sources with their ids, each once; what is set aside goes into the report.

    An id is what the source gives, else it is made of what the article says, so the same article always has the same.
    The filters and limits of the sources hold where there is a present, `now`; to explain a source, none is given.
    `jobs` is how many processes read at most, 0 for one a core.
    """
    once = Once(config.site.authority, report)
    with Reach(config.web, None) as web:
        run = Found(web=web, meter=Meter(progress), jobs=jobs)
        sieves = Sieves(now)
        for source, found in opened_all(config, config.sources, report, run, jobs=jobs):
            for reading in readings_of(found, sieves.of(source), run):
                if isinstance(reading, ArticleError):
                    report.errors.append(reading)
                elif article := once(reading, "" if source.name == COMMAND_LINE else source.name):
                    report.problems += article.problems
                    yield article


def export(
    config: Config, row: FeedConfig, *, now: datetime, self_link: str = "", progress: Progress = silent, jobs: int = 1
) -> tuple[list[Document], Report]:
    """Return one feed of all sources in the formats of `row`, and what was set aside.

    `self_link` is the address at which the document will be served, empty where nobody knows.  `jobs` is how many
    processes read at most, 0 for one a core.

    Raises:
        InvalidDocumentError: the feed itself is not valid.
        FeedtoolError: there is no article at all.

    """
    report = Report()
    newest = _Newest(row.limit + _SPARE, now, report.held)
    for article in articles_of(config, report, now, progress, jobs=jobs):
        newest.add(article)
    if not newest.kept:
        report.errors.append(FeedtoolError("there is nothing to export", expected="at least one article"))
        return [], report
    catalogue = Listed((Placed(article=article) for article in newest.kept), now=now)
    press = Press(config, catalogue, self_link=self_link)
    documents = press.documents(Made(row=row))
    report.errors += press.errors
    report.problems += press.problems
    return documents, report


_SPARE = 50
"""How many more are kept than a feed shows: some may be set aside because they would make it invalid."""


class _Newest:
    """Keeps the newest of the articles that go by; of those of the future, what there is to say goes to the `held`."""

    def __init__(self, count: int, now: datetime, held: Pile[Row]) -> None:
        self._count = count
        self._now = now
        self.kept: list[Article] = []
        self._held = held

    def add(self, article: Article) -> None:
        """Keep an article for now, unless it was withdrawn."""
        if article.withdrawn:
            return
        if article.published > self._now:
            self._held.append(row_of(article))
            return
        self.kept.append(article)
        if len(self.kept) >= 2 * self._count:
            self.kept = in_order(self.kept)[: self._count]


def as_data(article: Article, home: str = "") -> dict[str, Any]:
    """Return an article as plain data for other programs, as the reference page of `import --to -` describes it."""
    markup = safe(html_of(article.body), article.link or home)
    return {
        "id": article.id,
        "source": article.origin.path,
        "kind": article.origin.kind,
        "url": article.link,
        "title": article.title,
        "summary": article.summary,
        "authors": [person.name for person in article.authors],
        "published": article.published.isoformat(),
        "updated": article.updated.isoformat() if article.updated else None,
        "tags": list(article.tags),
        "language": article.language,
        "captions": [{"caption": image.caption, "credit": image.credit} for image in article.images],
        "images": [image.url for image in article.images if image.url],
        "subheads": subheads(markup),
        "related": [asdict(link) for link in article.related],
        "via": asdict(article.via) if article.via else None,
        "body_text": "\n\n".join(paragraphs(markup)),
        "body_html": markup,
        "body_markdown": article.body,
        "problems": [str(problem) for problem in article.problems],
        "provenance": {name: asdict(evidence) for name, evidence in article.provenance.items()},
    }


def as_remains(error: FeedtoolError, home: str = "") -> dict[str, Any]:
    """Return what could be read of an article that was set aside, without a time, and why it was."""
    rest = getattr(error, "rest", None)
    known = as_data(rest, home) if isinstance(rest, Article) else {"source": error.place.file}
    return {**known, "published": None, "error": str(error)}


def subheads(markup: str) -> list[str]:
    """Return the headings of safe HTML, in order."""
    return [plain(found) for found in re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", markup, re.DOTALL)]
