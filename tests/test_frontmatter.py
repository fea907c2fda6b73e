"""Simple front matter is read at a look, and says what the YAML parser says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.frontmatter import _parsed_yaml  # the short way and the long one have to agree
from feedtool.frontmatter.simple import read_simple

WORDS = [
    "yes",
    "null",
    "2025-01-01",
    "https://x.example/y",
    "''",
    "“",
    "\xa0",
    "\x85",
    "\u2028",
    "日本",
    "--",
    "...",
    "Rain",
]
PIECES = st.sampled_from([*"ab1 :#-[]{},'\"\\é_~!|>&*%@`?.\t/()=+0", ": ", " #", "- ", "Rain At Night", *WORDS])
VALUES = st.lists(PIECES, max_size=5).map("".join)
KEYS = st.sampled_from(["title", "date", "tags", "a-b", "x_y", "no", "1a", "T", "<<", "?"])
LISTS = st.lists(VALUES, max_size=3).map(", ".join)
INDENTS = st.sampled_from(["", " ", "  ", "    "])
FIELDS = st.builds("{}: {}".format, KEYS, VALUES)
LINES = st.one_of(
    FIELDS,
    st.builds("{}:".format, KEYS),
    st.builds("{}- {}".format, INDENTS, VALUES),
    st.builds("{}- {}".format, INDENTS, FIELDS),
    st.builds("{}{}".format, INDENTS, FIELDS),
    st.builds("{}{}:".format, INDENTS, KEYS),
    INDENTS,
    st.builds("{}: [{}]".format, KEYS, LISTS),
    st.builds('{}: ["{}"]'.format, KEYS, LISTS.map(lambda items: items.replace(", ", '", "'))),
    st.builds('{}: "{}"'.format, KEYS, VALUES),
    st.builds("{}: '{}'".format, KEYS, VALUES),
    st.just(""),
    VALUES,
)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_what_is_read_at_a_look_is_what_the_parser_reads(text: str) -> None:
    read = read_simple(text)
    if read is not None:
        assert read == _parsed_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "title: Rain at Night\ndate: 2025-12-24T15:21:46+05:30\nauthor: Asha Rao",
        "title: \"Rain: at Night\"\nsummary: 'It rained'",
        "tags: [rain, river road, 2025]\nempty: []",
        "tags: [\"rain, at night\" , 'a: b',c]\nlink: /a/b\ntitle: “Rain”",
        "tags:\n- rain\n- river road\n\ndraft: no",
        "tags:\n  - rain\n  - 'a: b'\nlink: https://x.example/a?b=c",
        "title: ऊँची लहरें\nsubtitle:",
        "authors:\n- name: Asha Rao\n  uri: https://asha.example/\n- Ravi\nsource:\n  path: a.txt\n  kind: pagetext",
        "cover:\n    image: a.jpg\n\n    alt: 'A: river'\ntitle: Rain",
        "episode:\n  persons:\n  - name: A\n    role: host\n  -   name: B\n  title: x\nslug: y",
    ],
)
def test_what_most_articles_have_is_read_at_a_look(text: str) -> None:
    read = read_simple(text)
    assert read is not None
    assert read == _parsed_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2",
        "a: b: c",
        "a: b # c",
        "a: &x b\nc: *x",
        "a: |\n  b",
        "a: {b: c}",
        "a:\n  b: c\n   d: e",
        "a:\n  b: c\n d: e",
        "a:\n  b: c\n  b: d",
        "a:\n- b: c\n   d: e",
        "a: b\n- c",
        "a: ''\n- c",
        "a: b\n  c",
        "a: [b, [c]]",
        "a: [b, ]",
        "a: [, b]",
        "a: ['b' c]",
        "a: ['b]",
        "a: ['']",
        "a: [b: c]",
        'a: "b\\n"',
        "a: 'b''c'",
        "a:\n- b\n - c",
        "- a",
        "a",
        "? a\n: b",
    ],
)
def test_all_else_is_left_to_the_parser(text: str) -> None:
    assert read_simple(text) is None
