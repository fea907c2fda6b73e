"""SHOWN: which articles of a database feeds find, and which they find no more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.gist import Gist, gist_of
from feedtool.identity import slug_of
from feedtool.postgres.articles import keep, row_of, standing
from feedtool.shelf import adopt

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from feedtool.pipeline.database.store import Store


def placed(
    store: Store,
    sources: Mapping[str, str | None],
    gists: Mapping[str, Gist] | None = None,
    *,
    withdrawn: Collection[str] = (),
) -> None:
    """Give the articles of records their times, and have feeds find them.

    `sources` are the names of sources by the paths of records, None for those that keep theirs; `gists` of those that
    were just made of an article: what is read of one is what was written.  Those are `withdrawn` whose files say so.
    """
    found = {path: _gist_of(store, path, (gists or {}).get(path)) for path in sources if path not in withdrawn}
    found |= {path: gist_of(replace(store.shelf.read(path), withdrawn=True)) for path in withdrawn}
    there = standing(store.database, [gist.id for gist in found.values()])
    rows = []
    for path, gist in found.items():
        line = adopt(gist, path, store.ledger, id_=gist.id, now=store.now)
        hash_ = hashlib.blake2b(store.texts.read(path).encode(), digest_size=16).hexdigest()
        source = sources.get(path)
        if source is None:
            source = there[gist.id].source if gist.id in there else ""
        rows.append(row_of(gist, path, source, hash_, line.updated))
    store.ledger.save()
    keep(store.database, rows, there)


def _gist_of(store: Store, path: str, made_of: Gist | None) -> Gist:
    (line,) = store.ledger.find("path", path) if made_of else (None,)
    if made_of is None or line is None:
        return gist_of(store.shelf.read(path))
    return made_of._replace(id=line.id, slug=slug_of(made_of.slug or made_of.title))


def hide(store: Store, ids: list[str]) -> None:
    """Have feeds show articles no more."""
    if ids:
        store.database.rows("UPDATE article SET withdrawn = true WHERE id = ANY(%s)", ids)


def withdraw(store: Store, ids: list[str]) -> None:
    """Withdraw articles whose files give them no more, unless a file of anybody gives them; their records stay."""
    if not ids:
        return
    held = store.files.held(ids)
    lines = [line for id_ in ids if id_ not in held and (line := store.ledger.get(id_)) and not line.withdrawn]
    for line in lines:
        store.ledger.put(replace(line, withdrawn=store.now.isoformat()))
    store.ledger.save()
    hide(store, [line.id for line in lines])
