"""Excerpts: as many words as are wanted, every element closed, nothing lost where nothing is cut."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from feedtool.excerpt import excerpt, without_pictures
from feedtool.markup import html_of, plain, safe
from strategies import ARTICLES

LINK = "https://gazette.example/rain?a=1&b=2"


def words(markup: str) -> list[str]:
    return plain(markup).split()


def test_a_text_is_cut_after_so_many_words_with_its_elements_closed_and_a_link_to_the_rest() -> None:
    markup = "<p>One <em>two three</em> four.</p>\n<ul><li>five</li></ul>"
    link = f'<p><a href="{html.escape(LINK)}">…</a></p>'
    assert excerpt(markup, 2, LINK) == f"<p>One <em>two…</em></p>\n{link}"
    assert excerpt(markup, 4, LINK).startswith("<p>One <em>two three</em> four.</p>\n<ul><li></li></ul>")


def test_a_cut_never_goes_through_an_entity() -> None:
    assert excerpt("<p>0 &amp; 0</p>", 2, LINK).startswith("<p>0 &amp;…</p>")
    assert excerpt("<p>one; two</p>", 1, LINK).startswith("<p>one…</p>")
    assert excerpt("<p>one &lt;; two</p>", 2, LINK).startswith("<p>one &lt;…</p>")


def test_a_text_that_is_short_enough_stays_as_it_is() -> None:
    markup = '<p>One <img src="https://gazette.example/a.png" alt="two three"> four.</p>'
    assert excerpt(markup, 2, LINK) == markup


@given(ARTICLES, st.integers(1, 20))
def test_of_any_article_the_beginning_is_safe_markup_and_has_the_words_that_the_whole_begins_with(
    article: object, most: int
) -> None:
    markup = safe(html_of(getattr(article, "body", "")), "https://gazette.example/")
    cut = excerpt(markup, most, LINK)
    assert safe(cut).replace("&#x27;", "'") == cut.replace("&#x27;", "'")
    if cut != markup:
        told = re.split(r"\s+", re.sub(r"<[^>]*>", "", cut).strip())
        assert len(told) <= most + 2  # an ellipsis that stands alone, and the link


def test_pictures_go_with_the_figures_and_links_that_held_nothing_else() -> None:
    picture = '<img src="https://gazette.example/a.png" alt="a">'
    figure = f"<figure>{picture}<figcaption>A caption</figcaption></figure>"
    assert without_pictures(f"{figure}\n<p>Text {picture}goes on.</p>") == "<p>Text goes on.</p>"
    assert without_pictures(f'<p><a href="https://gazette.example/">{picture}</a></p><p>Text.</p>') == "<p>Text.</p>"
    table = "<figure><table><tbody><tr><td>1</td></tr></tbody></table></figure>"
    assert without_pictures(f"{table}{picture}") == table
