"""What is put aside before it is sent comes back as it was; no node is needed for that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.backends import AnalysedDocument
from indexer.backends.opensearch import spool as spool_module
from indexer.backends.opensearch.ledger import LedgerWriter
from indexer.backends.opensearch.norms import Norms
from indexer.backends.opensearch.spool import Spool, spooled
from indexer.backends.opensearch.writer import Errand
from indexer.backends.tallies import Tally


def document(ident: str, counts: object) -> AnalysedDocument:
    return AnalysedDocument(
        ident, {"words": counts}, {"year": ("2019",)}, {"year": "2019"}, "2019", "{}", "双随机"
    )


def test_counts_come_back_from_the_spool_whatever_holds_them(tmp_path, monkeypatch) -> None:
    """And are read at once: token by token took a hundred times as long."""
    monkeypatch.delattr(Tally, "__getitem__")
    monkeypatch.setattr(Tally, "__abstractmethods__", frozenset())
    tally = Tally(("双随机", "抽查"), np.array([1, 0], np.uint32), np.array([2, 1], np.uint32))
    spool = Spool(tmp_path, LedgerWriter(tmp_path))
    spool.fill([document("a", {"抽查": 2, "双随机": 1}), document("b", tally)])
    first, second = spooled(spool.portions[0])
    assert first.tokens == second.tokens == {"words": {"抽查": 2, "双随机": 1}}


@pytest.mark.parametrize("size", [1, 300, 1 << 20])
def test_each_document_is_in_one_portion_and_nothing_is_left_behind(tmp_path, monkeypatch, size):
    monkeypatch.setattr(spool_module, "PORTION", size)
    spool = Spool(tmp_path, LedgerWriter(tmp_path))
    idents = [str(number) for number in range(20)]
    spool.fill(document(ident, {"抽查": 1}) for ident in idents)
    found = [[each.id for each in spooled(portion)] for portion in spool.portions]
    assert [ident for portion in found for ident in portion] == idents
    assert all(found)
    assert spool.documents == 20
    spool.empty()
    assert not list(tmp_path.glob("spool-*"))


def test_nothing_to_send_is_no_portion(tmp_path: Path) -> None:
    spool = Spool(tmp_path, LedgerWriter(tmp_path))
    spool.fill([])
    assert spool.portions == []


def test_an_errand_tells_another_machine_the_very_norms():
    errand = Errand("gsearch-a-1", {"words": Norms(1234.5678901234567, 7654.321), "title": Norms(0.1)})
    assert Errand.from_line(errand.to_line()) == errand
