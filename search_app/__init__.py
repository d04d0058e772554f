"""From question to page: the command line, the web page and the JSON API over the same search.

>>> import search_app
>>> index = search_app.open("gazettes.index")  # doctest: +SKIP
>>> [hit.document.title for hit in index.search("双随机", limit=3).hits]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from search_app.library import Index
    from search_app.response import Hit, SearchRequest, SearchResponse, Snippet
    from search_app.settings import Settings

__all__ = ["Hit", "Index", "SearchRequest", "SearchResponse", "Snippet", "create_app", "open"]


def open(index: Path | str | None = None) -> Index:  # noqa: A001 - search_app.open, as sqlite3.connect is
    """The index in the folder ``index``; without one that of ``GSEARCH_INDEX`` or the user's data folder.

    Raises NoIndexError where there is none that this version can read.
    """
    from search_app.library import open_index

    return open_index(index)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, for any server: ``waitress-serve --call search_app:create_app``.

    Without ``settings`` the index is the one that ``GSEARCH_INDEX`` or the user's data folder names.
    Flask is imported here, not with the package: a search on the command line does not pay for it.
    """
    from search_app.web import create_app as create

    return create(settings)


def __getattr__(name: str) -> Any:
    """The types, loaded when they are first asked for: each command imports this package first."""
    if name == "Index":
        from search_app.library import Index

        return Index
    if name in ("Hit", "SearchRequest", "SearchResponse", "Snippet"):
        from search_app import response

        return getattr(response, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
