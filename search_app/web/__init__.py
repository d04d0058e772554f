"""Pages for people and a JSON API for programs, over the same search; flask is imported here only."""

from __future__ import annotations

from search_app.web.app import create_app
from search_app.web.limits import Limits
from search_app.web.proxy import Proxy
from search_app.web.server import make_server, serve

__all__ = ["Limits", "Proxy", "create_app", "make_server", "serve"]
