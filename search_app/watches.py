"""Saved searches: what is new since each was last run, for cron and mail.

They lie in ``watches.json`` of the index folder: name → query, filters, and the ids that have been told already.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.errors import NotFoundError, UsageError
from indexer.generations import Generation, with_current
from indexer.models import Document
from search_app import holdings
from search_app.response import SearchRequest
from search_app.search import search
from search_app.searcher import Searcher

WATCHES_FILE = "watches.json"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search; ``told`` are the ids of the documents that it has shown, ascending."""

    name: str
    query: str
    filters: Mapping[str, tuple[str, ...]]
    told: tuple[str, ...] = ()

    @property
    def request(self) -> SearchRequest:
        return SearchRequest(self.query, self.filters, sort="newest", exact=True, unfold=True)


def watches(index_dir: Path) -> tuple[Watch, ...]:
    """All saved searches, by name. Raises UsageError where their file is damaged."""
    path = index_dir / WATCHES_FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_from_json(name, stored[name]) for name in sorted(stored))
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} 已损坏（{error}）；请删掉它，再用 gsearch watch add 重新记下") from error


def find(index_dir: Path, name: str) -> Watch:
    """The saved search of this name. Raises NotFoundError naming those there are."""
    known = {watch.name: watch for watch in watches(index_dir)}
    if name not in known:
        listed = f"；有 {'、'.join(known)}" if known else "；用 gsearch watch add 名称 检索词 记下一个"
        raise NotFoundError(f"没有记下名为“{name}”的检索{listed}")
    return known[name]


def add(index_dir: Path, watch: Watch) -> int:
    """Keeps ``watch`` and returns how many documents it finds today; these count as told.

    Raises UsageError where the name is taken.
    """
    known = watches(index_dir)
    if any(watch.name == each.name for each in known):
        raise UsageError(
            f"已有名为“{watch.name}”的检索；请换个名称，或先运行：gsearch watch remove {watch.name}"
        )
    found = with_current(index_dir, lambda generation: tuple(sorted(_ids(watch, generation))))
    _write(index_dir, (*known, replace(watch, told=found)))
    return len(found)


def remove(index_dir: Path, name: str) -> None:
    """Forgets the saved search ``name``. Raises NotFoundError."""
    gone = find(index_dir, name)
    _write(index_dir, tuple(watch for watch in watches(index_dir) if watch != gone))


def run(index_dir: Path, watch: Watch) -> tuple[Document, ...]:
    """What ``watch`` finds that it has not told before, the newest first; from now on it is told."""
    new = with_current(index_dir, lambda generation: tuple(_new(watch, generation)))
    if new:
        again = replace(watch, told=tuple(sorted({*watch.told, *(document.id for document in new)})))
        _write(index_dir, tuple(again if each.name == watch.name else each for each in watches(index_dir)))
    return new


def _new(watch: Watch, generation: Generation) -> list[Document]:
    """The documents that ``watch`` finds and has not told, the newest first."""
    told = frozenset(watch.told)
    wanted = sorted(set(_ids(watch, generation)) - told)
    with Searcher.open(generation) as index:
        found = [held.document for held in holdings.documents(wanted, index)]
    return sorted(found, key=lambda document: document.written_on or "", reverse=True)


def _ids(watch: Watch, generation: Generation) -> Iterator[str]:
    """The ids of all documents that ``watch`` finds, however many; none that only nearly fits."""
    found = search(replace(watch.request, limit=1), generation)
    if not found.partial:
        with Searcher.open(generation) as index:
            yield from holdings.select(watch.request, generation).ids(index)
        return
    for offset in range(0, found.total, _PAGE):
        hits = search(replace(watch.request, offset=offset, limit=_PAGE), generation).hits
        yield from (hit.document.id for hit in hits if not hit.partial)


def _from_json(name: str, stored: Any) -> Watch:
    filters = {field: tuple(values) for field, values in stored["filters"].items()}
    return Watch(name, stored["query"], filters, tuple(stored["told"]))


def _write(index_dir: Path, known: tuple[Watch, ...]) -> None:
    """Replaces the file at once. Raises OSError."""
    stored = {
        watch.name: {"query": watch.query, "filters": dict(watch.filters), "told": watch.told}
        for watch in known
    }
    temporary = index_dir / f"{WATCHES_FILE}.new"
    temporary.write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(temporary, index_dir / WATCHES_FILE)
