"""The root error of gsearch and the one error of this room; it stands at the bottom so that every room can raise it."""

from __future__ import annotations


class GsearchError(Exception):
    """Anything gsearch refuses to do, said in one sentence a person can act on."""

    exit_code = 2
    status = 500
    code = "error"


class DictionaryError(GsearchError):
    """A dictionary file has a fault; the message begins with ``file:line:``."""

    code = "dictionary"
