"""The pipeline itself: the only package that knows every stage.

`sources` leads to articles and `publishing` from a catalogue of articles to delivered feeds; `folder` and `database`
are the runs, which differ in where articles are kept.  A build from a folder goes this way::

    survey           which files and records changed since the last run
    | source.read    articles, or the errors of those that are set aside
    | shelf.take     records in articles/, each with its id
    | place          ids and times that survive
    | choose         which articles each feed shows
    | entry_of       feed vocabulary, safe HTML
    | feed_of        newest first, as many as fit
    | document_of    bytes
    | check          nothing with an error goes on
    | deliver        whole, and only if changed
    | tell           the hubs, of what changed

What did not change goes none of this way: the index answers for it.  Nothing here prints; what happened is returned
as a `Report`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.later import later

if TYPE_CHECKING:
    from feedtool.pipeline.building import build, import_sources
    from feedtool.pipeline.progress import Progress
    from feedtool.pipeline.report import Report

__all__ = ["Progress", "Report", "build", "import_sources"]

__getattr__ = later(
    __name__, {"Progress": "progress", "Report": "report", "build": "building", "import_sources": "building"}
)
"""A part of it, like `sources`, loads without the rest."""
