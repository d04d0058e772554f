"""What the handlers of one application share, and how each request reaches the serving generation."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Generic, TypeVar, cast

from flask import Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from indexer import deadline, generations
from indexer.generations import Generation
from search_app.response import SearchRequest, SearchResponse
from search_app.search import search as run_search
from search_app.settings import Settings
from search_app.web.collection import Catalogue
from search_app.web.kept_answers import Answers
from search_app.web.limits import Limits, RateLimiter
from search_app.web.metrics import Metrics
from search_app.web.start_page import StartPage
from search_app.web.turns import Turns

Value = TypeVar("Value")

index_log = logging.getLogger("gsearch.index")


PICTURES_AT_A_TIME = 2
"""Sheets of scans that a process has rendered at a time; each takes a process of its own for a second."""


class Latest(Generic[Value]):
    """A value worked out once per generation, which never changes; the latest one is kept."""

    def __init__(self) -> None:
        self._kept: tuple[str, Value] | None = None

    def of(self, generation: Generation, make: Callable[[], Value]) -> Value:
        """The value for ``generation``; threads that ask at the same time may each make it."""
        kept = self._kept
        if kept is None or kept[0] != generation.name:
            kept = self._kept = (generation.name, make())
        return kept[1]


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    limits: Limits
    limiter: RateLimiter
    metrics: Metrics
    catalogue: Latest[Catalogue] = field(default_factory=Latest)
    turns: Turns = field(default_factory=Turns)
    start: Latest[StartPage] = field(default_factory=Latest)
    pictures: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(PICTURES_AT_A_TIME))
    answers: Answers = field(default_factory=Answers)


def site() -> Site:
    """The Site of the application that handles this request."""
    return cast(Site, current_app.extensions["gsearch"])


def catalogue(generation: Generation) -> Catalogue:
    """The issues of ``generation``."""
    return site().catalogue.of(generation, lambda: Catalogue(generation.issues()))


def search(request: SearchRequest, generation: Generation) -> SearchResponse:
    """What ``search_app.search`` answers; the latest answers are kept."""
    return site().answers.of(request, generation, run_search)


@lru_cache(maxsize=1)
def version() -> str:
    """A digest of templates, style and script: what is kept by browsers is renewed with the program."""
    digest = hashlib.sha256()
    for folder in ("templates", "static"):
        for path in sorted((Path(__file__).parent.parent / folder).iterdir()):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def answer(make: Callable[[Generation], BaseResponse]) -> BaseResponse:
    """``make(generation)`` of the generation that serves now, or 304 where the visitor has that already.

    The whole answer is made from one generation, also where a build switches in between. Raises
    NoIndexError, and SlowQueryError where it takes longer than Limits grant.
    """
    with site().turns.turn() as give_way, deadline.limit(site().limits.seconds, give_way):
        words_only = not site().settings.meaning
        return generations.with_current(
            site().settings.index,
            lambda generation: _conditional(replace(generation, words_only=words_only), make),
        )


def _conditional(generation: Generation, make: Callable[[Generation], BaseResponse]) -> BaseResponse:
    if generation.notice:
        tell_once(generation.notice)
    g.notice = generation.notice
    tag = f"{generation.name}-{version()}-{date.today()}{'-instead' if generation.notice else ''}"
    known = request.if_none_match
    unchanged = not known.star_tag and known.contains_weak(tag)
    response: BaseResponse = Response(status=304) if unchanged else make(generation)
    if response.status_code in (200, 304):
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=64)
def tell_once(notice: str) -> None:
    """Writes to the log what the administrator has to mend, not once more for every request."""
    index_log.warning("%s", notice)
