"""Words and codes that people edit: terms, synonyms, agencies, document types, divisions, characters.

Knows nothing of the rest of gsearch and needs the standard library only.
"""

from dictionaries.errors import DictionaryError
from dictionaries.loader import Dictionaries, load
from dictionaries.tables import AgencyCode, Division, DocumentType, SynonymRule, Term

__all__ = [
    "AgencyCode",
    "Dictionaries",
    "DictionaryError",
    "Division",
    "DocumentType",
    "SynonymRule",
    "Term",
    "load",
]
