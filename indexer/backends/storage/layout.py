"""Which files an index has, and what writer and reader agree on beside them."""

from __future__ import annotations

FORMAT = 3
"""Raised when the bytes of an index change their meaning."""

ROOT_FILE = "engine.json"
"""How many documents there are, and where the columns lie."""
TERMS_FILE = "terms.bin"
LISTS_FILE = "lists.bin"
COLUMNS_FILE = "columns.bin"
TEXTS_FILE = "texts.bin"
"""``folded`` of each document."""
RECORDS_FILE = "records.bin"
"""``record`` of each document, compressed."""
FILES = (TERMS_FILE, LISTS_FILE, COLUMNS_FILE, TEXTS_FILE, RECORDS_FILE)

LONGEST_TOKEN = 1024
"""Bytes of a token that are kept; longer ones (a line of ten thousand letters) are cut."""


def encoded(token: str) -> bytes:
    """A token as the dictionary of terms holds it: UTF-8, cut at LONGEST_TOKEN bytes."""
    return token.encode("utf-8", "replace")[:LONGEST_TOKEN]
