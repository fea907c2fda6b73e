"""Records by their ids: looked at, replaced and withdrawn, whatever the shelf is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from feedtool.characters import legal
from feedtool.errors import DeliveryError, RecordError, UsageError
from feedtool.files import write_whole
from feedtool.frontmatter import split
from feedtool.later import regex
from feedtool.pipeline.folder.project import open_project, with_index
from feedtool.problem import Place
from feedtool.record import read_record
from feedtool.source.found import covers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config
    from feedtool.shelf import Ledger, Line

T = TypeVar("T")


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
        if withdraw:
            return line.path, _withdraw(keeper, line.path, after, config)
        if after != before:
            keeper.put(line.path, after)
        return line.path, after

    return _kept(config, work, now)


def records_from(config: Config, pattern: str, *, now: datetime, withdraw: bool = False) -> tuple[Line, ...]:
    """Return the lines of the articles that a file, a pattern or an address gave, after withdrawing them if asked to.

    What is withdrawn already is left out.

    Raises:
        UsageError: it gave none.
        RecordError, TimestampError: the record of one cannot be read; those before it are withdrawn in a folder, and
            none is in a database.

    """

    def work(keeper: _Keeper) -> tuple[Line, ...]:
        found = tuple(
            line
            for line in keeper.ledger
            if line.path and not line.withdrawn and covers(pattern, line.file or line.path, config.root)
        )
        if not found:
            raise UsageError("no published article came from there", place=Place(file=pattern), hint="see build -v")
        for line in found if withdraw else ():
            _withdraw(keeper, line.path, keeper.text(line.path), config)
        return found

    return _kept(config, work, now)


def _kept(config: Config, work: Callable[[_Keeper], T], now: datetime) -> T:
    return _stored(config, work, now) if config.site.shelf else _standing(config, work, now)


def _withdraw(keeper: _Keeper, path: str, text: str, config: Config) -> str:
    """Put in the place of a record one of the given text that says that it is withdrawn, if it does not; return it."""
    if _read(text, path, config).withdrawn:
        return text
    keeper.put(path, after := _withdrawn(text, path))
    return after


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


def _standing(config: Config, work: Callable[[_Keeper], T], now: datetime) -> T:
    def on(index: Path | None) -> T:
        with open_project(config, index, now=now) as project:
            return work(_Files(config.root, project.ledger))

    return with_index(config, on)


def _stored(config: Config, work: Callable[[_Keeper], T], now: datetime) -> T:
    from feedtool.pipeline.database.shown import placed  # noqa: PLC0415 - as above
    from feedtool.pipeline.database.store import open_store  # noqa: PLC0415 - seldom wanted, and slow to import

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
