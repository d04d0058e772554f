"""The relations of a generation on disk: one SQLite file, written once, read by key.

The same statements in the same order make the same bytes (one transaction, no journal, vacuumed). Readers open it
immutable and read only what they ask for.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from indexer.databases import disk_told
from indexer.errors import NoIndexError
from indexer.relations.statements import VALIDITY_KINDS, Head, Likeness, Mention, OwnTerm

FILE = "relations.sqlite"

_SCHEMA = """
create table documents (id text primary key, head text not null, terms text not null) without rowid;
create table relations (
    citing text not null, cited text not null, held integer not null, kind text not null, number text,
    registration text, mention text not null
);
create table likenesses (id text primary key, grouped text not null, print text not null) without rowid;
"""
_INDEXES = """
create index by_citing on relations (citing);
create index by_cited on relations (cited, kind);
create index by_number on relations (number) where held = 0 and number is not null;
create index by_print on likenesses (print);
create index by_registration on relations (registration) where held = 0 and registration is not null;
"""


_GIVEN = "(select value from json_each(?))"
_MOST_CITING = 1000
"""Links to one document that are read: those that turn something first, mere citations last."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and its two ends: the ids of the documents, or for one that is not held its key (see resolution)."""

    citing: str
    cited: str
    held: bool
    mention: Mention


class Writer:
    """Fills the file of a new generation; ``finish`` makes it whole. Without a path all of it stays in memory."""

    def __init__(self, path: Path | None) -> None:
        with disk_told():
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
            self._database.execute("pragma page_size = 4096")
            self._database.execute("pragma journal_mode = off")
            self._database.execute("pragma synchronous = off")
            self._database.executescript(_SCHEMA)
            self._database.execute("begin")

    def add_document(self, head: Head, terms: Iterable[OwnTerm]) -> None:
        """A document and what it says of itself; the first of an id counts."""
        row = (head.id, _packed(head), _encode([asdict(term) for term in terms]))
        with disk_told():
            self._database.execute("insert or ignore into documents values (?, ?, ?)", row)

    def add_links(self, links: Iterable[Link]) -> None:
        rows = (
            (link.citing, link.cited, link.held, link.mention.kind, link.mention.number,
             link.mention.registration_number, _packed(link.mention))
            for link in links
        )  # fmt: skip
        with disk_told():
            self._database.executemany("insert into relations values (?, ?, ?, ?, ?, ?, ?)", rows)

    def add_likenesses(self, likenesses: Mapping[str, Likeness]) -> None:
        """Who is nearly the same as whom, by id."""
        rows = ((id_, each.group, each.print) for id_, each in likenesses.items())
        with disk_told():
            self._database.executemany("insert into likenesses values (?, ?, ?)", rows)

    def turning(self) -> Iterator[tuple[str, list[Link]]]:
        """(key, links) of everything that others declare something about, by key."""
        query = (
            "select citing, cited, held, mention from relations"
            " where kind in (select value from json_each(?)) order by cited, rowid"
        )
        key: str | None = None
        links: list[Link] = []
        for row in self._database.execute(query, (json.dumps(sorted(VALIDITY_KINDS)),)):
            link = _link(row)
            if key is not None and link.cited != key:
                yield key, links
                links = []
            key = link.cited
            links.append(link)
        if key is not None:
            yield key, links

    def finish(self) -> None:
        """Writes everything down. Raises OSError where the disk is full."""
        with closing(self._database):
            self._settle()

    def opened(self) -> Store:
        """Instead of ``finish``: what was written without a path, for reading."""
        self._settle()
        return Store(Path(), self._database)

    def _settle(self) -> None:
        with disk_told():
            self._database.executescript(_INDEXES)
            self._database.execute("commit") if self._database.in_transaction else None
            self._database.execute("vacuum")


Known = tuple[Head, tuple[OwnTerm, ...]]
"""What a document is known by, and what it says of its own term."""


class Store:
    """The relations of one generation, open for reading by one thread at a time; to be closed.

    What was fetched is remembered until then.
    """

    def __init__(
        self,
        path: Path,
        database: sqlite3.Connection | None = None,
        keep: Callable[[Store], None] | None = None,
    ) -> None:
        """``database`` is one that is open already; ``keep`` takes the store instead of its being closed.

        Raises NoIndexError where the file is missing or damaged.
        """
        self._path = path
        self._keep = keep
        self._heads: dict[str, Known | None] = {}
        self._citing: dict[str, tuple[Link, ...]] = {}
        self._cited: dict[str, tuple[Link, ...]] = {}
        try:
            address = f"file:{_quoted(path)}?mode=ro&immutable=1"
            self._database = database or sqlite3.connect(address, uri=True, check_same_thread=False)
            weakref.finalize(self, self._database.close)
            self.has_likenesses = bool(self._rows("select 1 from likenesses limit 1"))
            """Whether any document has others nearly the same."""
        except sqlite3.Error as error:
            raise _damaged(path, error) from error

    def close(self) -> None:
        """Gives up what was fetched."""
        for known in (self._heads, self._citing, self._cited):
            known.clear()
        if self._keep is None:
            self._database.close()
        else:
            self._keep(self)

    def fetch(self, ids: Sequence[str]) -> None:
        """Reads all that ``head``, ``citing`` and ``cited`` will be asked of these documents and of those at the
        other end of their links, in few calls.
        """
        wanted = json.dumps(ids)
        links = "select citing, cited, held, mention from"
        own = f"{links} relations where citing in {_GIVEN} order by rowid"
        others = (
            f"{links} (select *, row_number() over (partition by cited order by kind = 'cites', rowid) as place"  # noqa: S608
            f" from relations where cited in {_GIVEN}) where place <= {_MOST_CITING} order by cited, place"
        )
        for known, query, end in ((self._citing, own, "citing"), (self._cited, others, "cited")):
            found: dict[str, list[Link]] = {each: [] for each in ids}
            for link in map(_link, self._rows(query, wanted)):
                found[getattr(link, end)].append(link)
            known.update((key, tuple(each)) for key, each in found.items())
        ends = {link.cited for each in ids for link in self._citing[each] if link.held}
        ends.update(link.citing for each in ids for link in self._cited[each])
        asked = json.dumps(sorted({*ids, *ends}))
        rows = self._rows(f"select id, head, terms from documents where id in {_GIVEN}", asked)  # noqa: S608
        self._heads.update(dict.fromkeys((*ids, *ends)))
        self._heads.update((id_, _known(head, terms)) for id_, head, terms in rows)

    def head(self, id: str) -> Known | None:  # noqa: A002 - the contract's word
        """What a document is known by and says of itself."""
        if id in self._heads:
            return self._heads[id]
        for head, terms in self._rows("select head, terms from documents where id = ?", id):
            return _known(head, terms)
        return None

    def likenesses(self, ids: Sequence[str]) -> dict[str, Likeness]:
        """Those of ``ids`` that have others nearly the same."""
        query = "select * from likenesses where id in (select value from json_each(?))"
        return {row[0]: Likeness(*row[1:]) for row in self._rows(query, json.dumps(ids))}

    def prints(self, id: str) -> tuple[str, ...]:  # noqa: A002 - the contract's word
        """The ids of all prints of the very document, its own among them."""
        query = (
            "select id from likenesses where print = (select print from likenesses where id = ?) order by id"
        )
        return tuple(each for (each,) in self._rows(query, id)) or (id,)

    def citing(self, id: str) -> tuple[Link, ...]:  # noqa: A002
        """What the document says of others, in the order of its text."""
        if id in self._citing:
            return self._citing[id]
        return self._links("where citing = ? order by rowid", id)

    def cited(self, key: str) -> tuple[Link, ...]:
        """What others say of the document (or of what is only named), in the order of the collection."""
        if key in self._cited:
            return self._cited[key]
        return self._links("where cited = ? order by kind = 'cites', rowid limit ?", key, _MOST_CITING)

    def named(self, number: str) -> tuple[str, ...]:
        """The keys under which a 发文字号 or 登记号 that no document bears is spoken of."""
        query = (
            "select cited from relations where held = 0 and number = ?"
            " union select cited from relations where held = 0 and registration = ? order by cited"
        )
        return tuple(key for (key,) in self._rows(query, number, number))

    def _links(self, condition: str, *values: object) -> tuple[Link, ...]:
        query = f"select citing, cited, held, mention from relations {condition}"  # noqa: S608 - ours alone
        return tuple(map(_link, self._rows(query, *values)))

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            with closing(self._database.execute(query, values)) as rows:
                return rows.fetchall()
        except sqlite3.Error as error:
            raise _damaged(self._path, error) from error


def opened_store(path: Path) -> Store:
    """A store that an earlier reader of this process has closed, else a new one.

    Raises NoIndexError where the file is missing or damaged.
    """
    try:
        idle = _idle(path, _stamp(path))
    except OSError as error:
        raise _damaged(path, error) from error
    try:
        return idle.pop()
    except IndexError:
        return Store(path, keep=idle.append)


@lru_cache(maxsize=2)
def _idle(path: Path, stamp: tuple[int, ...]) -> list[Store]:
    """The stores of a file that nobody uses just now: as many as once were used at a time."""
    return []


def _stamp(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _damaged(path: Path, error: Exception) -> NoIndexError:
    return NoIndexError(f"{path} 不完整（{error}）；请运行 gsearch build 重建索引")


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _packed(value: Head | Mention) -> str:
    return _encode(_VALUES[type(value)](value))


_VALUES = {kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Head, Mention)}
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _made(kind: Any, packed: str) -> Any:
    return kind(*json.loads(packed))


def _known(head: str, terms: str) -> Known:
    return _made(Head, head), tuple(OwnTerm(**term) for term in json.loads(terms))


def _link(row: tuple[str, str, int, str]) -> Link:
    citing, cited, held, mention = row
    return Link(citing, cited, bool(held), _made(Mention, mention))
