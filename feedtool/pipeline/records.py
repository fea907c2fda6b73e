"""Records by their ids: looked at, replaced and withdrawn, whatever the shelf is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from feedtool.characters import legal
from feedtool.errors import DeliveryError, RecordError, UsageError
from feedtool.files import write_whole
from feedtool.frontmatter import split
from feedtool.later import regex
from feedtool.pipeline.project import open_project, with_index
from feedtool.problem import Place
from feedtool.record import read_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config
    from feedtool.shelf import Ledger


class _Keeper(Protocol):
    """Where records stand."""

    ledger: Ledger

    def text(self, path: str) -> str:
        """Return a record's text."""

    def put(self, path: str, text: str) -> None:
        """Replace a record's text."""


def record_of(
    config: Config, id_: str, *, now: datetime, text: str | None = None, withdraw: bool = False
) -> tuple[str, str]:
    """Return the path and the text of an article's record, after putting `text` in its place or withdrawing it.

    Raises:
        UsageError: no article has that id.
        RecordError, TimestampError: the text cannot be read, or is another article's.

    """

    def work(keeper: _Keeper) -> tuple[str, str]:
        line = keeper.ledger.get(id_)
        if line is None or not line.path:
            raise UsageError(f"no article has the id {id_!r}", hint="ids are in the feeds, and in `feedtool build -v`")
        before = keeper.text(line.path)
        after = before if text is None else _checked(text, before, id_, line.path, config)
        if withdraw and not _read(after, line.path, config).withdrawn:
            after = _withdrawn(after, line.path)
        if after != before:
            keeper.put(line.path, after)
        return line.path, after

    if config.site.shelf:
        return _stored(config, work, now)
    return _standing(config, work, now)


def _read(text: str, path: str, config: Config) -> Article:
    return read_record(legal(text), path=path, policy=config.site_zone(), extra=config.extra)


def _checked(text: str, before: str, id_: str, path: str, config: Config) -> str:
    """Return a text that is to be a record, if it can be read and says of no other article that it is that."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _read(text, path, config)
    known = _read(before, path, config)
    if found.id not in (known.id, id_):
        raise RecordError(
            f"the text is another article's: its id is {found.id!r}",
            place=Place(file=path, field="id"),
            expected=known.id or id_,
        )
    return text


_OPENING = regex(r"(?:---|\+\+\+)[^\S\n]*\n|\{")
_WITHDRAWN = {"-": "withdrawn: yes\n", "+": 'withdrawn = "yes"\n', "{": '"withdrawn": true, '}
"""What is written below the opening of front matter, by the first character of that."""


def _withdrawn(text: str, path: str) -> str:
    """Return a record that says that it is withdrawn."""
    matter = split(text)
    if any(name.casefold() == "withdrawn" for name in matter.fields):
        raise RecordError("says that it is not withdrawn", place=Place(file=path, field="withdrawn"), hint="edit it")
    opening = _OPENING.match(text) if matter.body != text else None
    if opening is None:
        return f"---\nwithdrawn: yes\n---\n\n{text}"
    return f"{opening[0]}{_WITHDRAWN[text[0]]}{text[opening.end() :]}"


class _Files:
    """Records and Markdown files where they stand."""

    def __init__(self, root: Path, ledger: Ledger) -> None:
        self.ledger = ledger
        self._root = root

    def text(self, path: str) -> str:
        try:
            return (self._root / path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(f"cannot be read: {error}", place=Place(file=path)) from None

    def put(self, path: str, text: str) -> None:
        try:
            write_whole(self._root / path, text.encode())
        except OSError as error:
            raise DeliveryError(f"cannot be written: {error.strerror or error}", place=Place(file=path)) from error


def _standing(config: Config, work: Callable[[_Keeper], tuple[str, str]], now: datetime) -> tuple[str, str]:
    def on(index: Path | None) -> tuple[str, str]:
        with open_project(config, index, now=now) as project:
            return work(_Files(config.root, project.ledger))

    return with_index(config, on)


def _stored(config: Config, work: Callable[[_Keeper], tuple[str, str]], now: datetime) -> tuple[str, str]:
    from feedtool.pipeline.shown import placed  # noqa: PLC0415 - as above
    from feedtool.pipeline.stored import open_store  # noqa: PLC0415 - seldom wanted, and slow to import

    class Rows:
        """Records in a database."""

        def __init__(self) -> None:
            self.ledger: Ledger = store.ledger

        def text(self, path: str) -> str:
            return store.texts.read(path)

        def put(self, path: str, text: str) -> None:
            store.texts.write(path, text)
            placed(store, {path: None})
            store.shelf.save()

    with open_store(config, now=now) as store, store.turn():
        return work(Rows())
