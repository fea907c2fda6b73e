"""What a document that is published already says: whether it shows entries, and, if it is ours, its title."""

from __future__ import annotations

import html
import json
import re

from feedtool.document import GENERATOR
from feedtool.later import regex

_ANY_ENTRY = regex(rb'<(?:item|entry)[ >]|"items":\s*\[\s*\{|^<!doctype html', re.IGNORECASE)
_XML_TITLE = regex(rb"<title>(.*?)</title>", re.DOTALL)
_JSON_TITLE = regex(rb'^  "title": (".*"),?$', re.MULTILINE)
_IN_XML = f">{GENERATOR}</generator>".encode()
_IN_HTML = f'<meta name="generator" content="{GENERATOR}">'.encode()
_IN_JSON = f'"_feedtool": {{"generator": "{GENERATOR}"'.encode()


def shows_entries(content: bytes) -> bool:
    """Whether a document shows an entry to its readers; of a page, whose template may be the user's, nobody knows."""
    return bool(_ANY_ENTRY.search(content))


def own_title(content: bytes) -> str | None:
    """Return the title of a document that was made here; None where it was not."""
    if (_IN_XML in content or _IN_HTML in content) and (found := _XML_TITLE.search(content)):
        return html.unescape(found[1].decode("utf-8", "replace"))
    if _IN_JSON in content and (found := _JSON_TITLE.search(content)):
        return str(json.loads(found[1]))
    return None
