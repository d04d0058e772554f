"""Search engines behind one contract: what an engine is asked and owes, and ``open_backend``, which chooses one.

``postings`` answers over posting lists and columns, whatever stores them; each other package is one engine.
"""

from indexer.backends.board import Board, Loaders, Task
from indexer.backends.contract import (
    AnalysedDocument,
    Backend,
    BackendHit,
    BackendHits,
    BackendRequest,
    Boost,
    Carried,
    CarryingBackend,
    Place,
    Reader,
    ScoredTerm,
    SharingBackend,
    Sort,
    StoredDocument,
    Written,
)
from indexer.backends.engines import ENGINES, Engine, EngineOption, EngineSettings, open_backend, open_board
from indexer.backends.query import (
    And,
    AtLeast,
    Everything,
    Not,
    Nothing,
    Or,
    Prefix,
    Query,
    Substring,
    Term,
)
from indexer.backends.tallies import Tally

__all__ = [
    "ENGINES",
    "AnalysedDocument",
    "And",
    "AtLeast",
    "Backend",
    "BackendHit",
    "BackendHits",
    "BackendRequest",
    "Board",
    "Boost",
    "Carried",
    "CarryingBackend",
    "Engine",
    "EngineOption",
    "EngineSettings",
    "Everything",
    "Loaders",
    "Not",
    "Nothing",
    "Or",
    "Place",
    "Prefix",
    "Query",
    "Reader",
    "ScoredTerm",
    "SharingBackend",
    "Sort",
    "StoredDocument",
    "Substring",
    "Tally",
    "Task",
    "Term",
    "Written",
    "open_backend",
    "open_board",
]
