"""What releases of OpenSearch and of its relatives can do, by what they say of themselves.

``exact``: counts may carry a document's norm (the filter ``delimited_term_freq``), so that scores are ours to six
digits. Without it the engine keeps lengths in one byte, and scores move a little. ``saturation``: what a boost is
multiplied by so that BM25 counts what ours does: Lucene left the constant factor k1 + 1 out in version 8, and
engines put it back until OpenSearch 3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.backends.postings.scoring import K1
from indexer.errors import EngineError

_VERSION = re.compile(r"(\d+)\.(\d+)")
_EXACT_FROM = (2, 10)
"""OpenSearch's release that offers ``delimited_term_freq`` in mappings (pull request 9479)."""
_PLAIN_FROM = (3, 0)
"""OpenSearch's release from which BM25 is Lucene's, without the factor."""
_OLDEST_RELATIVE = (7, 10)


@dataclass(frozen=True, slots=True)
class Dialect:
    exact: bool
    saturation: float
    named_scores: bool
    """Whether hits can tell the score of each clause."""


def dialect_of(info: Mapping[str, Any]) -> Dialect:
    """``info`` is the answer to ``GET /``. Raises EngineError for a release that is too old to be used."""
    version = info.get("version", {})
    number = str(version.get("number", ""))
    release = _release(number)
    if version.get("distribution") == "opensearch":
        exact = release >= _EXACT_FROM
        return Dialect(exact, K1 + 1 if release >= _PLAIN_FROM else 1.0, exact)
    if release < _OLDEST_RELATIVE and version.get("distribution") != "easysearch":
        raise EngineError(f"搜索引擎的版本 {number or '不明'} 太旧；需要 OpenSearch，或 7.10 以上的兼容引擎")
    return Dialect(exact=False, saturation=1.0, named_scores=False)


def _release(number: str) -> tuple[int, int]:
    found = _VERSION.match(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)
