"""What is wrong in a dictionary; how a program ends of it is for those who use the dictionaries to say."""

from __future__ import annotations

from dataclasses import dataclass


class DictionaryError(Exception):
    """A dictionary file has a fault; the message begins with ``file:line:``."""


@dataclass(frozen=True, slots=True, order=True)
class DictionaryFault:
    """One thing wrong in a dictionary file; ``line`` is 1-based, 0 for the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
