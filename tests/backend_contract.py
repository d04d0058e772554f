"""What engines owe, compared with the naive one: two contracts, subclassed once per engine.

``EngineContract`` is for every engine: which documents, facets, the life of an index, the order up to equal scores.
``ScoreContract`` adds the exact scores and parts, for engines that are asked posting by posting.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.backends import (
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
    Place,
    Prefix,
    ScoredTerm,
    Substring,
    Term,
)
from indexer.errors import NoIndexError
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


CLOSE = 1e-3
"""Scores that differ less may stand in either order: an engine may hold them as single-precision numbers."""
EXACT = 1e-5


class EngineContract:
    """What every engine owes. Subclasses give ``backend``."""

    backend: Backend

    @contextmanager
    def written(self, documents):
        with tempfile.TemporaryDirectory() as name:
            made = self.backend.write(Path(name), "contract", documents)
            assert made.documents == len(documents)
            self.backend.seal(made.place)
            try:
                with closing(self.backend.open(made.place)) as reader:
                    yield reader
            finally:
                self.backend.drop(made.place)

    @pytest.fixture
    def reader(self):
        with self.written(SAMPLE) as reader:
            yield reader

    def same_order(self, answer, expected, everything):
        """The hits of ``answer`` in the order of ``expected``, but for those that score next to the same."""
        scores = {hit.id: hit.score for hit in everything}
        found = [scores[hit.id] for hit in answer]
        assert len(found) == len({hit.id for hit in answer}) == len(expected)
        assert found == pytest.approx([hit.score for hit in expected], abs=CLOSE)

    @pytest.mark.parametrize("seed", range(8))
    def test_the_few_best_of_many_are_those_of_the_naive_engine(self, seed):
        """Many documents and terms of all weights: an engine may leave out what cannot be among the best."""
        naive = NaiveReader(tuple(many_documents(seed)))
        with self.written(many_documents(seed)) as reader:
            for request in many_requests(seed):
                everything = naive.search(replace(request, limit=31)).hits
                self.same_order(reader.search(request).hits, naive.search(request).hits, everything)

    @many_examples
    @given(documents, requests)
    def test_the_same_documents_are_found_as_by_the_naive_engine(self, given_documents, request):
        naive = NaiveReader(tuple(given_documents))
        expected = naive.search(request)
        with self.written(given_documents) as reader:
            answer = reader.search(request)
            assert reader.counts([request.match, Not(request.match)]) == [
                expected.total,
                len(given_documents) - expected.total,
            ]
        assert answer.total == expected.total
        assert dict(answer.facets) == dict(expected.facets)
        if request.sort == "relevance":
            everything = naive.search(replace(request, offset=0, limit=99)).hits
            self.same_order(answer.hits, expected.hits, everything)
        else:
            assert [hit.id for hit in answer.hits] == [hit.id for hit in expected.hits]
        assert all(one.score >= other.score - CLOSE for one, other in pairwise(answer.hits)) or (
            request.sort != "relevance"
        )

    def test_a_string_is_found_in_one_paragraph_only(self, reader):
        found = reader.search(BackendRequest(Substring("一窗受理")))
        assert [hit.id for hit in found.hits] == [SAMPLE[0].id]

    def test_equal_scores_go_by_id_on_every_page(self, reader):
        pages = [reader.search(BackendRequest(Everything(), offset=at, limit=1)).hits for at in range(4)]
        assert [hit.id for page in pages for hit in page] == sorted(one.id for one in SAMPLE)

    def test_undated_documents_come_last_in_either_direction(self, reader):
        for sort in ("newest", "oldest"):
            assert reader.search(BackendRequest(Everything(), sort=sort)).hits[-1].id == SAMPLE[2].id

    def test_what_was_stored_comes_back_in_the_order_asked_for(self, reader):
        ids = [SAMPLE[2].id, "none", SAMPLE[0].id, SAMPLE[2].id]
        wanted = [SAMPLE[2], None, SAMPLE[0], SAMPLE[2]]
        stored = reader.documents(ids)
        assert [one and (one.id, one.record, one.folded) for one in stored] == [
            one and (one.id, one.record, one.folded) for one in wanted
        ]
        assert reader.folded_texts(ids) == [one.folded if one else "" for one in wanted]

    def test_asked_for_nothing_nothing_comes_back(self, reader):
        assert reader.documents([]) == reader.folded_texts([]) == reader.counts([]) == []
        assert reader.frequencies([]) == []

    def test_terms_are_listed_with_their_document_frequency(self, reader):
        assert list(reader.terms("word", "一")) == [("一窗", 3)]
        assert dict(reader.terms("district")) == {"天桥区": 1, "市中区": 1}
        assert list(reader.terms("nothing")) == []

    def test_frequencies_come_in_the_order_asked_for(self, reader):
        asked = [
            ("word", "办理"),
            ("word", "一窗"),
            ("nothing", "一窗"),
            ("district", "市中区"),
            ("word", "无"),
        ]
        assert reader.frequencies(asked) == [1, 3, 0, 1, 0]

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
            assert reader.documents(["00"]) == [None]
            assert reader.frequencies([("word", "一")]) == [0]

    def test_tokens_of_any_length_and_script_are_kept_apart(self):
        texts = ["a" * 5000, "a" * 5000 + "b", "𠀀𠀁"]
        wanted = [Substring("𠀀𠀁"), Substring("a" * 5000), Substring("a" * 5000 + "b")]
        with self.written([analysed(n, [text], None, "") for n, text in enumerate(texts)]) as reader:
            assert reader.counts(wanted) == [1, 2, 1]

    def test_an_index_that_was_dropped_is_gone_and_no_other(self, tmp_path):
        places = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            places.append(self.backend.write(tmp_path / name, "contract", SAMPLE).place)
        assert self.backend.verify(places[0]) == self.backend.verify(places[1]) == ()
        self.backend.drop(places[0])
        shutil.rmtree(tmp_path / "a")
        with pytest.raises(NoIndexError):
            self.backend.open(places[0]).close()
        assert self.backend.verify(places[0])
        self.backend.drop(places[0])
        with closing(self.backend.open(places[1])) as reader:
            assert reader.document_count() == len(SAMPLE)
        self.backend.drop(places[1])

    def test_the_indexes_of_an_owner_are_told_from_others(self, tmp_path):
        place = self.backend.write(tmp_path, "mine", SAMPLE).place
        assert self.backend.names("mine") == ({place.name} if place.name else set())
        assert not self.backend.names("other")
        self.backend.drop(place)
        assert not self.backend.names("mine")

    def test_a_missing_index_is_said_with_the_remedy(self, tmp_path):
        with pytest.raises(NoIndexError, match="gsearch build"):
            self.backend.open(Place(tmp_path, "missing"))


class ScoreContract(EngineContract):
    """Exact scores, for engines that are asked posting by posting; so the order is exact too."""

    def same_order(self, answer, expected, everything):
        assert [hit.id for hit in answer] == [hit.id for hit in expected]
        assert [hit.score for hit in answer] == pytest.approx([hit.score for hit in expected], abs=EXACT)

    @many_examples
    @given(documents, requests)
    def test_scores_and_their_parts_are_those_of_the_naive_engine(self, given_documents, request):
        expected = NaiveReader(tuple(given_documents)).search(request)
        with self.written(given_documents) as reader:
            answer = reader.search(request)
        assert [hit.id for hit in answer.hits] == [hit.id for hit in expected.hits]
        for hit, wanted in zip(answer.hits, expected.hits, strict=True):
            assert hit.score == pytest.approx(wanted.score, abs=EXACT)
            assert dict(hit.parts) == pytest.approx(dict(wanted.parts), abs=EXACT)


def many_documents(seed):
    chance = Random(seed)
    return [
        analysed(
            n, ["".join(chance.choices(ALPHABET, (16, 8, 4, 2, 1), k=chance.randrange(1, 40)))], None, ""
        )
        for n in range(31)
    ]


def many_requests(seed):
    chance = Random(seed)
    for _ in range(30):
        terms = tuple(
            ScoredTerm(chance.choice(FIELDS), "".join(chance.choices(ALPHABET, k=chance.choice((1, 2)))), w)
            for w in chance.choices((0.1, 0.5, 1.0, 3.0), k=8)
        )
        boosts = (Boost(Substring(chance.choice(ALPHABET) * 2), 1.5, "甲"),)
        yield BackendRequest(Everything(), terms, boosts, limit=chance.randrange(1, 4))
