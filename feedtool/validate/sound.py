"""SOUND: texts of HTML in which nothing is wrong, whatever document they stand in.

A publisher writes one text into several documents, and each of them is checked.  What was found in order once is known
again there; only the same letters are the same text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from feedtool.characters import in_xml
from feedtool.validate.texts import is_faultless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST: Final = 200  # characters: a shorter text is as quickly looked at as recognised


class Sound:
    """Those of some texts in which nothing is wrong; each is held once, however many documents are read.

    `escaped` are texts as XML holds them, by what they say, as far as that is known already.
    """

    def __init__(self, texts: Iterable[str] = (), escaped: Mapping[str, str] | None = None) -> None:
        self._known = escaped or {}
        self._texts = {text: text for text in texts if len(text) >= LEAST and is_faultless(text)}

    def __contains__(self, text: object) -> bool:
        """Whether a text is one of them."""
        return text in self._texts

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._texts)

    @cached_property
    def escaped(self) -> frozenset[str]:
        """The same as XML holds them, with three references."""
        return frozenset(self._known.get(text) or in_xml(text) for text in self._texts)

    def same(self, text: str) -> str:
        """Return the text that is held where it is the same, so that what was read of it need not be."""
        return self._texts.get(text, text)


NOTHING: Final = Sound()
