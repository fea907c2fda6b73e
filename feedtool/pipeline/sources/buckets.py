"""Sources in object storage: the objects that an address stands for, and each as a source."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from feedtool.errors import DeliveryError, SourceError
from feedtool.problem import Place
from feedtool.source import KINDS, Hints, Kind, Source, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.delivery.cloud.access import Access

_SUFFIXES = tuple(suffix for kind in KINDS if not kind.named for suffix in kind.suffixes)


def objects(pattern: str, access: Access) -> list[str]:
    """Return the addresses of the objects that an address stands for: one, those below a folder, those of a pattern.

    Raises:
        SourceError: the store does not say.

    """
    scheme, _, rest = pattern.partition("://")
    bucket, _, path = rest.partition("/")
    root = f"{scheme}://{bucket}"
    if path and not path.endswith("/") and not _is_wild(path):
        return [pattern]
    still = path if not _is_wild(path) else path[: min(path.find(char) for char in "*?[" if char in path)]
    below = still.rpartition("/")[0]
    try:
        names = list(_below(root, f"{below}/" if below else "", access))
    except DeliveryError as error:
        raise SourceError(error.message, place=error.place, hint=error.hint) from None
    if _is_wild(path):
        names = [name for name in names if fnmatchcase(name, path)]
    else:
        names = [name for name in names if name.casefold().endswith(_SUFFIXES)]
    return [f"{root}/{name}" for name in sorted(names)]


def _is_wild(path: str) -> bool:
    return any(char in path for char in "*?[")


def _below(root: str, folder: str, access: Access) -> Iterator[str]:
    from feedtool.delivery.cloud.store import Store  # noqa: PLC0415 - needs the client of object stores

    store = Store(root, access)
    waiting = [folder]
    while waiting:
        tags, folders = store.listing(waiting.pop())
        yield from tags
        waiting += folders


def opened_away(url: str, hints: Hints, access: Access) -> tuple[Source, Kind]:
    """Return an object as a source, with its kind.

    Raises:
        SourceError: there is no such object, or it cannot be read.

    """
    from feedtool.delivery.cloud.store import Store  # noqa: PLC0415 - as above

    scheme, _, rest = url.partition("://")
    bucket, _, name = rest.partition("/")
    try:
        found = Store(f"{scheme}://{bucket}", access).get(name)
    except DeliveryError as error:
        raise SourceError(error.message, place=error.place, hint=error.hint) from None
    if found is None:
        raise SourceError("there is no such object", place=Place(file=url))
    source = Source(origin=url, content=found.content, hints=hints)
    return source, kind_of(source)
