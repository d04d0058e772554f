"""Queries in the engine's language: what the contract tests on a node cannot see, or only slowly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from indexer.backends import (
    AtLeast,
    BackendRequest,
    Everything,
    Nothing,
    Or,
    Prefix,
    ScoredTerm,
    Substring,
    Term,
)
from indexer.backends.opensearch.dsl import clause, request_body
from indexer.backends.opensearch.tokens import LONGEST, stored_token
from tests.backend_contract import requests

FACTORS = {"word": 2.2}


def no_tokens(prefix):
    return []


@given(requests)
def test_every_request_is_one_body_of_json(request):
    body = request_body(request, FACTORS, {"district": 3}, no_tokens, named=request.explain)
    assert json.loads(json.dumps(body)) == body
    assert (body["from"], body["size"]) == (request.offset, request.limit)


def test_terms_of_one_field_are_one_clause_however_many():
    many = Or(tuple(Term("word", f"词{n}") for n in range(5000)))
    assert len(clause(many, no_tokens)["bool"]["should"]) == 1


def test_a_prefix_stands_for_the_tokens_it_is_given():
    asked = Prefix("word", "公", 7)
    found = clause(asked, lambda prefix: ["公共", "公园"] if prefix == asked else [])
    assert found == {"terms": {"word": ["公共", "公园"]}}


@pytest.mark.parametrize("query", [Or(()), Nothing(), AtLeast((), 1.0), Substring("")])
def test_what_matches_nothing_says_so(query):
    assert clause(query, no_tokens) == {"match_none": {}}


def test_whatever_reaches_nothing_reaches_everything():
    assert clause(AtLeast((), 0.0), no_tokens) == clause(Everything(), no_tokens)


def test_facets_ask_for_every_value_there_is_and_not_at_all_where_there_is_none():
    request = BackendRequest(Everything(), facets=("district", "year"))
    assert request_body(request, {}, {"district": 70_000, "year": 0}, no_tokens, named=False)["aggs"] == {
        "district": {"terms": {"field": "district", "size": 70_000}}
    }


@pytest.mark.parametrize("named", [True, False])
def test_clauses_are_named_where_hits_can_tell_their_scores(named):
    request = BackendRequest(Everything(), (ScoredTerm("word", "一窗"),), explain=True)
    assert ("_name" in json.dumps(request_body(request, FACTORS, {}, no_tokens, named=named))) == named


@pytest.mark.parametrize("token", ["一" * 5000, "a\x1fb\x1e7", "\x01", "\ud800", "𠀀" * 256, "𠀀" * 400])
def test_tokens_are_stored_whole_unicode_of_bounded_length_without_our_marks(token):
    stored = stored_token(token)
    assert len(stored.encode()) <= LONGEST
    assert not {"\x1f", "\x1e", "\x01"} & set(stored)
