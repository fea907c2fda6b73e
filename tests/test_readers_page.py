"""The page about readers says what the readers' own rows say; `make golden` writes its table."""

from __future__ import annotations

from pathlib import Path

import pytest  # noqa: TC002 - fixtures are found by it

from readers.page import BEGIN, END, table
from readers.reader import FIELDS
from readers.table import READERS

PAGE = Path(__file__).parent.parent / "docs/how-to/readers.md"


def test_the_page_has_the_table_of_the_readers(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    written, _, after = rest.partition(END)
    if request.config.getoption("--golden"):
        PAGE.write_text(before + BEGIN + table() + END + after, encoding="utf-8")
    else:
        assert written == table()


def test_every_limit_is_of_a_field_and_a_format_of_its_reader() -> None:
    for reader in READERS:
        for limit in reader.limits:
            assert limit.field in FIELDS, reader.name
            assert any(reader.limit(limit.field, form) is limit for form in reader.formats), (reader.name, limit.why)


def test_every_reader_says_what_brings_it_and_what_it_needs() -> None:
    for reader in READERS:
        assert sum(map(bool, (reader.debian, reader.pypi, reader.npm))) == 1, reader.name
        assert reader.needs, reader.name
    assert len({reader.name for reader in READERS}) == len(READERS)
