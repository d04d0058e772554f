"""Answers that were given and may be asked for again, within bounds; a new generation begins with none.

A page is reloaded, its filters are opened and closed, programs ask the same every minute. What is kept are whole
responses: page and JSON are made of them anew, and say how long that took.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, replace
from datetime import date
from threading import Lock
from time import perf_counter

from indexer.generations import Generation
from search_app.response import SearchRequest, SearchResponse

LIMIT = 16 << 20
"""Bytes that all kept responses of a process may take, about."""

_HIT, _CHARACTER = 4096, 2
"""Bytes of a hit beside its text, and of a character: texts of ideographs take two."""


class Answers:
    """The latest responses of one generation, by request. Safe to share between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = Lock()
        self._generation: Hashable = None
        self._kept: OrderedDict[Hashable, tuple[SearchResponse, int]] = OrderedDict()
        self._size = 0

    def of(
        self,
        request: SearchRequest,
        generation: Generation,
        search: Callable[[SearchRequest, Generation], SearchResponse],
    ) -> SearchResponse:
        """What ``search`` answers, or answered to the same request of the same generation on the same day."""
        started = perf_counter()
        key = _key(request)
        with self._lock:
            self._of_generation((generation.folder, generation.notice, generation.words_only, date.today()))
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return replace(found[0], took_ms=round((perf_counter() - started) * 1000, 1))
            asked_of = self._generation
        response = search(request, generation)
        with self._lock:
            if asked_of == self._generation and key not in self._kept:
                self._keep(key, response)
        return response

    def _of_generation(self, generation: Hashable) -> None:
        if generation != self._generation:
            self._generation = generation
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Hashable, response: SearchResponse) -> None:
        size = _size(response)
        if size > self._limit // 4:
            return
        self._kept[key] = response, size
        self._size += size
        while self._size > self._limit:
            _, (_, given_up) = self._kept.popitem(last=False)
            self._size -= given_up


def _key(request: SearchRequest) -> Hashable:
    filters = tuple(sorted((name, tuple(values)) for name, values in request.filters.items()))
    others = [getattr(request, each.name) for each in fields(request) if each.name != "filters"]
    return (*others, filters)


def _size(response: SearchResponse) -> int:
    documents = [hit.document for hit in response.hits]
    documents += [each for hit in response.hits if hit.alike for each in hit.alike.documents]
    return _HIT + sum(_HIT + _CHARACTER * len(each.text.content) for each in documents)
