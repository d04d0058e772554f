"""The root error of gsearch, at the bottom so that every room can raise it, and what is wrong in a
dictionary."""

from __future__ import annotations

from dataclasses import dataclass


class GsearchError(Exception):
    """Anything gsearch refuses to do, said in one sentence a person can act on."""

    exit_code = 2
    status = 500
    code = "error"


class DictionaryError(GsearchError):
    """A dictionary file has a fault; the message begins with ``file:line:``."""

    code = "dictionary"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a dictionary file; ``line`` is 1-based, 0 for the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
