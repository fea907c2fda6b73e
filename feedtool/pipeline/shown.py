"""SHOWN: which articles of a database feeds find, and which they find no more."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.gist import Gist, gist_of
from feedtool.identity import slug_of
from feedtool.postgres.articles import KEEP, NAMES, row_of
from feedtool.shelf import adopt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.pipeline.stored import Store


def placed(store: Store, sources: Mapping[str, str], gists: Mapping[str, Gist] | None = None) -> None:
    """Give the articles of records their times, and have feeds find them.

    `sources` are the names of sources by the paths of records; `gists` of those that were just made of an article: what
    is read of one is what was written.
    """
    rows = []
    for path, source in sources.items():
        text = store.texts.read(path)
        gist = _gist_of(store, path, (gists or {}).get(path))
        line = adopt(gist, path, store.ledger, id_=gist.id, now=store.now)
        hash_ = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        rows.append(row_of(gist, path, source, hash_, line.updated))
    store.ledger.save()
    query = "SELECT id FROM article WHERE id = ANY(%s)"
    there = {id_ for (id_,) in store.database.rows(query, [row[0] for row in rows])} if rows else set()
    if new := [row for row in rows if row[0] not in there]:
        store.database.copy(f"article ({', '.join(NAMES)})", new)
    store.database.many(KEEP, [row for row in rows if row[0] in there])


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
