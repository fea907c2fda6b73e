"""TURNS: what sources give is put on the shelf of a database some hundred articles at a time, in one transaction.

What is read, of however many files, waits until it is enough for a turn, so that nobody waits for reading.  A turn is
kept whole or not at all, with what is noted of the files that it came from.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.errors import ArticleError
from feedtool.gist import Gist, gist_of
from feedtool.identity import day_keys, iri_of, link_key, mint, slug_of
from feedtool.pipeline.database.shown import hide, placed, withdraw
from feedtool.pipeline.report import Report
from feedtool.pipeline.sources.gather import renamed, source_of
from feedtool.pipeline.sources.importing import Importing
from feedtool.postgres.articles import Standing, moved, standing
from feedtool.postgres.files import Filed
from feedtool.postgres.origins import nameless
from feedtool.shelf import Intake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article
    from feedtool.pipeline.database.coming import Coming
    from feedtool.pipeline.database.store import Store
    from feedtool.shelf import Line, OnClash, Taken

_AT_ONCE = 500
"""How many articles are put on the shelf in one turn at most: others wait no longer than that takes."""
_LARGEST = 4 * 2**20
"""How many characters of text: so much waits in memory."""
_STEADY = frozenset({Intake.NEW, Intake.UPDATED, Intake.UNCHANGED})
_BACK = _STEADY | {Intake.CLASH}


class _Part(NamedTuple):
    """What was read of something that comes, up to a turn; `last` where that is all."""

    coming: Coming
    readings: list[Article | ArticleError]
    last: bool


class Turns(Struct, kw_only=True):
    """Puts on the shelf what comes; what `end` did not put there is lost."""

    store: Store
    on_clash: OnClash
    _parts: list[_Part] = field(default_factory=list)
    _size: int = 0
    _count: int = 0

    def take(self, coming: Coming, readings: Iterable[Article | ArticleError]) -> None:
        """Take what a file or an address gives."""
        some: list[Article | ArticleError] = []
        if self._is_enough():
            self.end()
        try:
            for reading in readings:
                if self._is_enough():
                    self._parts.append(_Part(coming, some, last=False))
                    some = []
                    self.end()
                some.append(reading)
                self._count += 1
                self._size += 0 if isinstance(reading, ArticleError) else len(reading.body)
        except ArticleError as error:
            some.append(error)
        self._count += not some  # what gives nothing is noted too
        self._parts.append(_Part(coming, some, last=True))

    def _is_enough(self) -> bool:
        return self._count >= _AT_ONCE or self._size >= _LARGEST

    def end(self) -> None:
        """Put what waits on the shelf."""
        parts, self._parts, self._size, self._count = self._parts, [], 0, 0
        if parts:
            turn = _Turn(self.store, self.on_clash, parts)
            with self.store.turn():
                turn.run()
            turn.tell()


class _Turn:
    """One turn; what the shelf will ask the database for is made out beforehand, and fetched at once."""

    def __init__(self, store: Store, on_clash: OnClash, parts: list[_Part]) -> None:
        self._store = store
        self._parts = parts
        self._report = Report()
        self._there: dict[str, Standing] = {}
        self._says_so = False
        self._sources: dict[str, str | None] = {}
        self._withdrawn: set[str] = set()
        self._importing = Importing(
            config=store.config,
            shelf=store.shelf,
            report=self._report,
            source_of=partial(source_of, store.config),
            on_clash=on_clash,
            back=self._is_back,
        )
        articles = [article for part in parts for article in part.readings if not isinstance(article, ArticleError)]
        gists = list(map(gist_of, articles))
        self._gists = {gist.origin: gist for gist in gists}
        authority = store.config.site.authority
        self._wanted = [row for gist in gists for row in _wanted(gist)]
        self._ids = [id_ for gist in gists for id_ in _ids(gist, authority)]
        self._ids += [part.coming.before.id for part in parts if part.coming.before]
        self._paths = [store.shelf.first_path(gist.published, slug_of(gist.slug or gist.title)) for gist in gists]

    def run(self) -> None:
        """Put the articles on the shelf, and note what they came from; inside a turn of the database."""
        self._expect()
        for part in self._parts:
            self._take(part)
        self._place()
        self._note(part.coming for part in self._parts if part.last)
        self._store.shelf.save()
        self._store.shelf.written.clear()

    def tell(self) -> None:
        """Report what came of it."""
        report = self._store.report
        report.errors += self._report.errors
        report.problems += self._report.problems
        for taken in self._report.intakes:
            report.took(taken)

    def _expect(self) -> None:
        store = self._store
        paths = [("path", path) for path in self._paths]
        store.ledger.expect([*self._wanted, *paths], self._ids)
        lines = store.ledger.known()
        store.texts.expect([*self._paths, *(line.path for line in lines if line.path)])
        store.files.expect(line.source for line in lines)
        self._there = standing(store.database, [line.id for line in lines])

    def _is_back(self, line: Line) -> bool:
        """Whether an article that was withdrawn since its file had gone, so that its record does not say it, has one.

        A feed or a table that has it too does not bring it back: somebody did not want it.
        """
        texts, shelf, stands = self._store.texts, self._store.shelf, self._importing.stands
        return stands and not self._says_so and line.path in texts and not shelf.read(line.path).withdrawn

    def _take(self, part: _Part) -> None:
        coming, report = part.coming, self._report
        self._importing.stands = coming.stands
        errors, intakes = len(report.errors), len(report.intakes)
        readings = map(partial(self._as_before, coming), part.readings) if coming.stands else part.readings
        self._importing.take(readings, coming.source, coming.origin)
        taken = list(report.intakes.since(intakes))
        coming.failed |= len(report.errors) > errors
        coming.steady &= not coming.failed and all(each.intake in _STEADY for each in taken)
        for each in taken:
            if each.intake in _STEADY:
                self._sources[each.path] = (
                    coming.owner if coming.owner or each.instead or each.intake is Intake.NEW else None
                )
        if coming.stands and taken:
            coming.id = self._id_of(taken[-1])
            if self._says_so and taken[-1].intake in _BACK:
                self._withdrawn.add(taken[-1].path)

    def _id_of(self, taken: Taken) -> str:
        return next((line.id for line in self._store.ledger.find("path", taken.path)), "")

    def _as_before(self, coming: Coming, reading: Article | ArticleError) -> Article | ArticleError:
        """Return an article that names no id with that of its file, whatever has become of its title and words.

        That its file says that it is withdrawn stands in no record: there a person says it, and no file takes it back.
        """
        if isinstance(reading, ArticleError):
            return reading
        self._says_so = reading.withdrawn
        reading = replace(reading, withdrawn=False) if reading.withdrawn else reading
        if reading.id or not (line := self._line_before(coming)):
            return reading
        self._store.ledger.put(replace(line, source=coming.origin))
        return replace(reading, id=line.id)

    def _line_before(self, coming: Coming) -> Line | None:
        """Return the line of the article that a file gave before, if that was made of no other file since."""
        before, files = coming.before, self._store.files
        line = self._store.ledger.get(before.id) if before and before.id and files.is_ours(before) else None
        return line if line and is_of(line, coming.origin) else None

    def _place(self) -> None:
        """Have feeds find what was written, again what was hidden or withdrawn and is back, and under which source."""
        store, waiting, sources, names = self._store, self._store.texts.waiting, self._sources, dict[str, str]()
        paths = {path: source for path, source in sources.items() if path in waiting or path in self._withdrawn}
        back = {taken.path for taken in self._report.intakes if taken.intake in _BACK} - paths.keys()
        for line in (line for path in sorted(back) for line in store.ledger.find("path", path)):
            there, name = self._there.get(line.id), sources.get(line.path)
            if there and there.withdrawn:
                paths[line.path] = name
            elif there and name is not None and there.source != name:
                names[line.id] = name
        moved(store.database, names)
        gists: dict[str, Gist] = {}
        for each in self._report.intakes:
            if each.intake is Intake.NEW and each.source in self._gists:
                gists[each.path] = self._gists[each.source]
            elif each.intake is Intake.UPDATED:  # what was written first is not what stands there
                gists.pop(each.path, None)
        placed(store, paths, gists, withdrawn=self._withdrawn)

    def _note(self, coming: Iterable[Coming]) -> None:
        """Note files, and have articles go that they give no more."""
        store, others, none = self._store, list[str](), list[str]()
        files: dict[str, Filed] = {}
        for each in coming:
            if not each.is_file:
                continue
            old = self._line_before(each) if each.stands else None
            if old and each.id not in ("", old.id):
                self._report.problems.append(renamed(old.id, each.origin))
                others.append(old.id)
            elif old and not each.id:
                none.append(old.id)
            if (file := self._filed(each)) != each.before:
                files[each.origin] = file
        store.files.put(files.values())
        withdraw(store, others)
        hide(store, none)

    def _filed(self, coming: Coming) -> Filed:
        store, before = self._store, coming.before
        id_ = coming.id or (before.id if before else "")
        stamp = coming.stamp if coming.steady else ""
        return Filed(store.files.importer, coming.origin, store.files.place, coming.owner, stamp, id_)


def _wanted(gist: Gist) -> Iterator[tuple[str, object]]:
    """Yield by what an article will be looked for."""
    yield "link", link_key(gist.link) if gist.link else ""
    yield "source", gist.origin
    yield "given", gist.id
    for key in day_keys(gist.title, gist.published):
        yield "key", key


def _ids(gist: Gist, authority: str) -> tuple[str, ...]:
    """Return the ids that an article may have, or be given."""
    return (iri_of(gist.id), iri_of(gist.id, authority)) if gist.id else (mint(gist, authority),)


def is_of(line: Line, path: str) -> bool:
    """Whether an article was made of a file of this importer, or of one that it had before it had a name."""
    return line.source in (path, nameless(path))
