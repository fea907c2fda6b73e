"""Bytes become text in one way, however plain they are."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.characters import illegal_in, is_sound, legal
from feedtool.source import Source
from feedtool.source.decode import _mended, _plain  # the short way and the long one, which have to agree
from strategies import TEXT

TEXTS = st.lists(TEXT | st.sampled_from(["\n", "\ufeff", " ", "\r\n", "\x1b", "\x7f", "Rain at Night\n"])).map("".join)


@given(TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=30))
@example(b"")
@example(b"\n \t")
@example(b"\xef\xbb\xbf---\n")
def test_what_is_read_at_a_look_is_what_is_read_with_all_care(content: bytes) -> None:
    plain = _plain(content)
    if plain is not None:
        assert (plain, ()) == _mended(Source(origin="a.md", content=content))


@given(TEXTS, TEXTS)
def test_whether_a_text_is_sound_does_not_depend_on_what_was_looked_at_before(before: str, text: str) -> None:
    is_sound(before + text)
    is_sound(before)
    assert is_sound(text) == (legal(text) == text and not illegal_in(text))
    assert is_sound(legal(text))
