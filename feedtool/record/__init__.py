"""RECORD: an article as Markdown with front matter, as it stands in `articles/` and as people write it.

Reading takes the names that the common site generators use for a field; writing uses ours.  What was written is read
back as the same article, whatever its text.

::

    ---
    id: tag:news.example,2025-12-24:rain-by-night
    title: Rain by Night
    published: 2025-12-24T15:21:46+05:30
    authors:
    - Asha Rao
    ---

    The body, in Markdown.
"""

from feedtool.record.fields import ALIASES
from feedtool.record.reader import read_record
from feedtool.record.writer import write_record

__all__ = ["ALIASES", "read_record", "write_record"]
