"""From question to page: the command line, the web page and the JSON API over the same search."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from search_app.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, for any server: ``waitress-serve --call search_app:create_app``.

    Without ``settings`` the index is the one that ``GSEARCH_INDEX`` or the user's data folder names.
    Flask is imported here, not with the package: a search on the command line does not pay for it.
    """
    from search_app.web import create_app as create

    return create(settings)
