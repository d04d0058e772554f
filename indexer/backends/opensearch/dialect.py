"""What releases of OpenSearch and of its relatives can do, by what they say of themselves.

``exact``: counts may carry a document's norm (the filter ``delimited_term_freq``), so that scores are ours to six
digits. Without it the engine keeps lengths in one byte, and scores move a little. ``legacy``: Lucene left BM25's
constant factor k1 + 1 out in version 8, and engines put it back until OpenSearch 3.
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
    """``named_scores``: whether hits can tell the score of each clause."""

    exact: bool
    legacy: bool
    named_scores: bool

    def factor(self, scale: float) -> float:
        """What a term's weight is multiplied by so that the engine's BM25 counts what ours does.

        ``scale`` is that of the field's counts (see ``norms``), which the engine's own k1 is multiplied by.
        """
        if not self.legacy:
            return K1 + 1
        return (K1 + 1) / (K1 * scale + 1) if self.exact else 1.0


def dialect_of(info: Mapping[str, Any]) -> Dialect:
    """``info`` is the answer to ``GET /``. Raises EngineError for a release that is too old to be used."""
    version = info.get("version", {})
    number = str(version.get("number", ""))
    release = _release(number)
    if version.get("distribution") == "opensearch":
        exact = release >= _EXACT_FROM
        return Dialect(exact, release < _PLAIN_FROM, exact)
    if release < _OLDEST_RELATIVE and version.get("distribution") != "easysearch":
        raise EngineError(f"搜索引擎的版本 {number or '不明'} 太旧；需要 OpenSearch，或 7.10 以上的兼容引擎")
    return Dialect(exact=False, legacy=True, named_scores=False)


def _release(number: str) -> tuple[int, int]:
    found = _VERSION.match(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)
