"""How an index is laid out: analysed fields with counts, keyword fields, the pairs of ``folded``, what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indexer.backends.opensearch.dialect import Dialect
from indexer.backends.opensearch.dsl import FOLDED, ID, SORT_DATE
from indexer.backends.opensearch.options import Options
from indexer.backends.opensearch.tokens import COUNT, END
from indexer.backends.postings.scoring import K1, B

RECORD, TEXT = "stored_record", "stored_folded"
"""Compressed, so that fetching one moves little, and reads any character that JSON could not hold."""

_TOKENIZERS = {
    "marked": {"type": "simple_pattern_split", "pattern": END},
    "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
}


def index_body(
    scales: Mapping[str, float], keywords: Iterable[str], dialect: Dialect, options: Options
) -> dict[str, Any]:
    """The settings and mappings of an index whose analysed fields are those of ``scales`` (see ``norms``)."""
    analysed = {field: _analysed(field, dialect) for field in scales}
    return {
        "settings": {
            "number_of_shards": options.shards,
            "auto_expand_replicas": f"0-{options.replicas}" if options.replicas else "false",
            "refresh_interval": "-1",
            "max_terms_count": 200_000,
            "similarity": {_similarity(field): _bm25(scale, dialect) for field, scale in scales.items()},
            "analysis": _analysis(dialect),
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": [RECORD, TEXT]},
            "properties": analysed
            | {field: {"type": "keyword"} for field in (ID, *keywords)}
            | {
                FOLDED: {"type": "text", "analyzer": "pairs", "norms": False},
                SORT_DATE: {"type": "integer"},
                RECORD: {"type": "binary"},
                TEXT: {"type": "binary"},
            },
        },
    }


def _analysis(dialect: Dialect) -> dict[str, Any]:
    analyzer: dict[str, Any] = {"type": "custom", "tokenizer": "marked"}
    filters: dict[str, Any] = {}
    if dialect.exact:
        filters = {"counted": {"type": "delimited_term_freq", "delimiter": COUNT}}
        analyzer["filter"] = ["counted"]
    pairs = {"type": "custom", "tokenizer": "pairs"}
    return {"tokenizer": _TOKENIZERS, "filter": filters, "analyzer": {"marked": analyzer, "pairs": pairs}}


def _analysed(field: str, dialect: Dialect) -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "marked",
        "index_options": "freqs",
        "norms": not dialect.exact,
        "similarity": _similarity(field),
    }


def _similarity(field: str) -> str:
    return f"bm25_{field}"


def _bm25(scale: float, dialect: Dialect) -> dict[str, Any]:
    """With counts that carry the norm there is nothing left to norm by, and k1 is as large as they are."""
    if dialect.exact:
        return {"type": "BM25", "k1": K1 * scale, "b": 0.0}
    return {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": False}
