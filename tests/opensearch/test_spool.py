"""What is put aside before it is sent comes back as it was; no node is needed for that."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.backends import AnalysedDocument
from indexer.backends.opensearch.ledger import LedgerWriter
from indexer.backends.opensearch.spool import FILE, Spool
from indexer.backends.tallies import Tally


def test_counts_come_back_from_the_spool_whatever_holds_them(tmp_path: Path) -> None:
    tally = Tally(("双随机", "抽查"), np.array([1, 0], np.uint32), np.array([2, 1], np.uint32))
    documents = [
        AnalysedDocument(
            "a", {"words": counts}, {"year": ("2019",)}, {"year": "2019"}, "2019", "{}", "双随机"
        )
        for counts in ({"抽查": 2, "双随机": 1}, tally)
    ]
    spool = Spool(tmp_path / FILE, LedgerWriter(tmp_path))
    spool.fill(documents)
    first, second = spool
    assert first.tokens == second.tokens == {"words": {"抽查": 2, "双随机": 1}}
