"""Words and codes that people edit: terms, synonyms, agencies, document types, divisions, characters.

Knows nothing of the rest of gsearch and needs the standard library only.
"""

from __future__ import annotations

from pathlib import Path

from dictionaries.errors import DictionaryError, DictionaryFault
from dictionaries.loader import Dictionaries, load
from dictionaries.tables import (
    AgencyCode,
    Division,
    DocumentType,
    HeadSign,
    RelationWording,
    SynonymRule,
    Term,
)

__all__ = [
    "AgencyCode",
    "Dictionaries",
    "DictionaryError",
    "DictionaryFault",
    "Division",
    "DocumentType",
    "HeadSign",
    "RelationWording",
    "SynonymRule",
    "Term",
    "check",
    "load",
]


def check(folder: Path | None = None) -> list[DictionaryFault]:
    """All faults of the packaged dictionaries, or of those with ``folder``'s files over them;
    sorted by place.

    The checks are imported when they are asked for: a search starts without them.
    """
    from dictionaries.checks import check as check_files

    return check_files(folder)
