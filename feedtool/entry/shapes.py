"""Shapes of what feeds refuse in any other: MIME types and language tags."""

from __future__ import annotations

import re

from feedtool.later import regex

TYPE = regex(r"[A-Za-z0-9][\w!#$&^.+-]*/[A-Za-z0-9][\w!#$&^.+-]*", re.ASCII)  # RFC 6838 section 4.2
LANGUAGE = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the shape of RFC 5646 tags
