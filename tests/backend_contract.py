"""What every engine owes: one subclass of ``BackendContract`` per engine, compared with the naive one."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.backends.base import (
    AnalysedDocument,
    And,
    AtLeast,
    Backend,
    BackendRequest,
    Boost,
    Everything,
    Not,
    Nothing,
    Or,
    Prefix,
    ScoredTerm,
    Substring,
    Term,
)
from tests.naive_backend import NaiveReader

ALPHABET = "一窗受理办"
FIELDS = ("word", "bigram", "unigram")
DISTRICTS = ("天桥区", "市中区", "a区")


def analysed(number: int, paragraphs: list[str], district: str | None, date: str) -> AnalysedDocument:
    """A document of which each two characters are a word."""
    words = Counter(paragraph[at : at + 2] for paragraph in paragraphs for at in range(0, len(paragraph), 2))
    tokens = {
        "word": dict(words),
        "bigram": dict(Counter(p[at : at + 2] for p in paragraphs for at in range(len(p) - 1))),
        "unigram": dict(Counter("".join(paragraphs))),
    }
    labels = {"district": district.upper()} if district else {}
    keywords = {"district": (district,)} if district else {}
    return AnalysedDocument(
        f"{(number * 7) % 31:02d}", tokens, keywords, labels, date, f"记录{number}", "\n".join(paragraphs)
    )


strings = st.text(ALPHABET, max_size=8)
documents = st.lists(
    st.tuples(
        st.lists(strings, min_size=1, max_size=3),
        st.sampled_from((None, *DISTRICTS)),
        st.sampled_from(("", "2019-01-01", "2020-12-31")),
    ),
    max_size=9,
).map(lambda rows: [analysed(number, *row) for number, row in enumerate(rows)])
tokens = st.text(ALPHABET, min_size=1, max_size=2)
leaves = st.one_of(
    st.builds(Term, st.sampled_from(FIELDS), tokens),
    st.builds(Term, st.just("district"), st.sampled_from(DISTRICTS)),
    st.builds(Substring, st.text(ALPHABET, min_size=1, max_size=5)),
    st.builds(Prefix, st.sampled_from(FIELDS), st.text(ALPHABET, max_size=1), st.integers(1, 4)),
    st.just(Everything()),
    st.just(Nothing()),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(
            AtLeast,
            st.lists(st.tuples(inner, st.sampled_from((0.5, 1.0, 2.0))), max_size=4).map(tuple),
            st.sampled_from((0.5, 1.0, 2.5)),
        ),
    ),
    max_leaves=6,
)
weights = st.sampled_from((0.5, 1.0, 3.0))
requests = st.builds(
    BackendRequest,
    queries,
    st.lists(st.builds(ScoredTerm, st.sampled_from(FIELDS), tokens, weights), max_size=4).map(tuple),
    st.lists(st.builds(Boost, leaves, weights, st.sampled_from(("甲", "乙"))), max_size=2).map(tuple),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    offset=st.integers(0, 3),
    limit=st.integers(0, 10),
    facets=st.sampled_from(((), ("district",))),
    explain=st.booleans(),
)
many_examples = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)

SAMPLE = [
    analysed(0, ["一窗受理", "办理"], "天桥区", "2019-01-01"),
    analysed(1, ["受理一窗"], "市中区", "2020-12-31"),
    analysed(2, ["一窗", "受理"], None, ""),
]


class BackendContract:
    """Subclasses give ``backend``."""

    backend: Backend

    @contextmanager
    def written(self, documents):
        with tempfile.TemporaryDirectory() as name:
            assert self.backend.write(Path(name), documents) == len(documents)
            with closing(self.backend.open(Path(name))) as reader:
                yield reader

    @pytest.fixture
    def reader(self):
        with self.written(SAMPLE) as reader:
            yield reader

    @pytest.mark.parametrize("seed", range(8))
    def test_the_few_best_of_many_are_those_of_the_naive_engine(self, seed):
        """Many documents and terms of all weights: an engine may leave out what cannot be among the best."""
        chance = Random(seed)
        many = [
            analysed(
                number,
                ["".join(chance.choices(ALPHABET, (16, 8, 4, 2, 1), k=chance.randrange(1, 40)))],
                None,
                "",
            )
            for number in range(31)
        ]
        naive = NaiveReader(tuple(many))
        with self.written(many) as reader:
            for _ in range(30):
                terms = tuple(
                    ScoredTerm(
                        chance.choice(FIELDS), "".join(chance.choices(ALPHABET, k=chance.choice((1, 2)))), w
                    )
                    for w in chance.choices((0.1, 0.5, 1.0, 3.0), k=8)
                )
                boosts = (Boost(Substring(chance.choice(ALPHABET) * 2), 1.5, "甲"),)
                request = BackendRequest(Everything(), terms, boosts, limit=chance.randrange(1, 4))
                answer, expected = reader.search(request), naive.search(request)
                assert [hit.id for hit in answer.hits] == [hit.id for hit in expected.hits]
                assert [hit.score for hit in answer.hits] == pytest.approx([h.score for h in expected.hits])

    @many_examples
    @given(documents, requests)
    def test_answers_as_the_naive_engine_does(self, given_documents, request):
        naive = NaiveReader(tuple(given_documents))
        expected = naive.search(request)
        with self.written(given_documents) as reader:
            answer = reader.search(request)
            assert reader.count(request.match) == expected.total
        assert answer.total == expected.total
        assert [hit.id for hit in answer.hits] == [hit.id for hit in expected.hits]
        assert dict(answer.facets) == dict(expected.facets)
        for hit, wanted in zip(answer.hits, expected.hits, strict=True):
            assert hit.score == pytest.approx(wanted.score, abs=1e-5)
            assert dict(hit.parts) == pytest.approx(dict(wanted.parts), abs=1e-5)

    def test_a_string_is_found_in_one_paragraph_only(self, reader):
        found = reader.search(BackendRequest(Substring("一窗受理")))
        assert [hit.id for hit in found.hits] == [SAMPLE[0].id]

    def test_equal_scores_go_by_id_on_every_page(self, reader):
        pages = [reader.search(BackendRequest(Everything(), offset=at, limit=1)).hits for at in range(4)]
        assert [hit.id for page in pages for hit in page] == sorted(one.id for one in SAMPLE)

    def test_undated_documents_come_last_in_either_direction(self, reader):
        for sort in ("newest", "oldest"):
            assert reader.search(BackendRequest(Everything(), sort=sort)).hits[-1].id == SAMPLE[2].id

    def test_what_was_stored_comes_back(self, reader):
        for one in SAMPLE:
            stored = reader.document(one.id)
            assert (stored.id, stored.record, stored.folded) == (one.id, one.record, one.folded)
            assert reader.folded(one.id) == one.folded
        assert reader.document("none") is None
        assert reader.folded("none") == ""

    def test_terms_are_listed_with_their_document_frequency(self, reader):
        assert list(reader.terms("word", "一")) == [("一窗", 3)]
        assert dict(reader.terms("district")) == {"天桥区": 1, "市中区": 1}
        assert list(reader.terms("nothing")) == []

    def test_facets_show_values_as_people_read_them(self):
        with self.written([analysed(0, ["一"], "a区", "")]) as reader:
            found = reader.search(BackendRequest(Term("district", "a区"), facets=("district",)))
        assert dict(found.facets) == {"district": (("A区", 1),)}

    def test_an_empty_index_answers(self):
        request = BackendRequest(
            Everything(), (ScoredTerm("word", "一"),), facets=("district",), sort="newest"
        )
        with self.written([]) as reader:
            assert reader.search(request).total == 0
            assert list(reader.terms("word")) == []
            assert reader.document("00") is None

    def test_tokens_of_any_length_and_script_are_kept_apart(self):
        texts = ["a" * 5000, "a" * 5000 + "b", "𠀀𠀁"]
        with self.written([analysed(n, [text], None, "") for n, text in enumerate(texts)]) as reader:
            assert reader.count(Substring("𠀀𠀁")) == 1
            assert reader.count(Substring("a" * 5000)) == 2
            assert reader.count(Substring("a" * 5000 + "b")) == 1
