"""Folding, squeezing, recognising and segmenting: what every search and every index entry rests on."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dictionaries import load
from indexer.analysis import Analyzer, Vocabulary, fold, squeeze, squeezed
from indexer.analysis.folding import is_han
from indexer.errors import NoIndexError

CASES = Path(__file__).parent / "cases" / "analysis.tsv"
ODD = "İßẞΣſK℃㈠①Ⅳ㎡½ﬁ０Ａ（〔﹝・〇○豈⼀々\u200b\u00a0\u3000\ufeff\ud800𠀀𪚥\U00031350"
texts = st.text(
    st.one_of(
        st.sampled_from("一窗受理双随机、公开雙隨機政发〔2019〕7号年月日第电话0632-.,，。“” \n\tABcd" + ODD),
        st.characters(),
    ),
    max_size=60,
)


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vocabulary")
    Vocabulary.write(folder, load())
    return Vocabulary.open(folder)


@pytest.fixture(scope="session")
def single(vocabulary):
    return Analyzer(vocabulary)


@pytest.fixture(scope="session")
def bulk(vocabulary):
    return Analyzer(vocabulary, bulk=True)


# Folding.


@given(texts)
@example(ODD)
def test_folding_keeps_every_character_in_its_place(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(fold(char) for char in text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢｃ１２", "abc12"),
        ("雙隨機、一公開", "双随机、一公开"),
        ("（台政發﹝２０１９﹞7號）", "(台政发[2019]7号)"),
        ("“・”", '"·"'),
        ("İß℃㈠①㎡", "iß℃㈠①㎡"),
        ("豈⼀", "岂一"),
    ],
)
def test_spellings_of_one_character_are_one(text, folded):
    assert fold(text) == folded


@given(texts)
@example(ODD)
def test_squeezing_is_folding_without_what_is_no_letter(text):
    string, offsets = squeeze(text)
    assert string == squeezed(text)
    assert [fold(text[at]) for at in offsets] == list(string)
    assert offsets == sorted(set(offsets))
    kept = set(offsets)
    for at, char in enumerate(fold(text)):
        if unicodedata.category(char)[0] in "LN":
            assert at in kept
        elif unicodedata.category(char)[0] in "PZC" and char < "\U00020000":
            assert at not in kept


# Tokens.


def cases():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_tokens_of_case(text, expected, single, bulk):
    for analyzer in (single, bulk):
        found = [f"{t.kind}:{t.text}" for t in analyzer.tokens(text) if t.kind != "subword"]
        assert found == expected.split(" ")


@settings(max_examples=300, deadline=None)
@given(text=texts)
@example(text=ODD)
@example(text="a" * 300)
def test_every_token_has_its_source(text, single):
    tokens = single.tokens(text)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        if token.kind == "word":
            assert fold(text[token.start : token.end]) == token.text
    words = [token for token in tokens if token.kind != "subword"]
    assert [word.position for word in words] == list(range(len(words)))
    assert all(one.end <= later.start for one, later in pairwise(words))
    for token in tokens:
        word = words[token.position]
        assert word.start <= token.start
        assert token.end <= word.end


@settings(max_examples=300, deadline=None)
@given(text=texts)
@example(text=ODD)
@example(text="\ufada")
def test_no_letter_or_digit_is_lost(text, single):
    covered = {at for token in single.tokens(text) for at in range(token.start, token.end)}
    assert set(squeeze(text)[1]) <= covered


@settings(max_examples=300, deadline=None)
@given(text=texts)
@example(text=ODD)
def test_both_segmenters_give_the_same_tokens(text, single, bulk):
    assert single.tokens(text) == bulk.tokens(text)


def test_both_segmenters_agree_on_real_text(single, bulk):
    data = Path(__file__).parent.parent / "data"
    compared = 0
    for path in sorted(data.glob("*.txt")) + sorted(data.glob("*.md")):
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert single.tokens(text) == bulk.tokens(text)
        compared += len(text)
    assert compared > 10_000


@settings(max_examples=200, deadline=None)
@given(paragraphs=st.lists(texts.map(lambda text: text.replace("\n", "")), max_size=4))
def test_counts_are_those_of_the_tokens(paragraphs, single):
    counts = single.counts(paragraphs)
    words, search = {}, {}
    for paragraph in paragraphs:
        for token in single.tokens(paragraph):
            search[token.text] = search.get(token.text, 0) + 1
            if token.kind != "subword":
                words[token.text] = words.get(token.text, 0) + 1
    assert counts["word"] == words
    assert counts["search"] == search
    strings = [squeezed(paragraph) for paragraph in paragraphs]
    assert sum(counts["unigram"].values()) == sum(map(len, strings))
    bigrams = {string[at : at + 2] for string in strings for at in range(len(string) - 1)}
    assert set(counts["bigram"]) == bigrams


PIECES = [
    "双随机、一公开",
    "双随机⺀一公开",
    "国办发〔2019〕7号",
    "国 办\u3000发[2019]7号",
    "国令第684号",
    "二〇一九年三月",
]
PIECES += ["一窗受理", "、", "⺀", "的通知", "人民政府", "一次\u200b办好"]


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), texts), max_size=8))
def test_a_word_of_ideographs_stands_in_the_squeezed_text(pieces, single):
    """What the search for strings relies on: documents that hold such a word are not read again."""
    paragraphs = "".join(pieces).split("\n")
    strings = [squeezed(paragraph) for paragraph in paragraphs]
    for token in single.counts(paragraphs)["search"]:
        if all(map(is_han, token)):
            assert any(token in string for string in strings)


def test_each_term_of_the_dictionaries_is_one_token(single, bulk):
    terms = [term.word for term in load().terms] + list(load().marked_terms)
    broken = [
        (term, [token.text for token in analyzer.tokens(term) if token.kind != "subword"])
        for term in terms
        for analyzer in (single, bulk)
        if [squeezed(token.text) for token in analyzer.tokens(term) if token.kind != "subword"]
        != [squeezed(term)]
    ]
    assert len(terms) > 300
    assert broken == []


@pytest.mark.parametrize("mark", ["", "、", "，", ",", " ", "·", "・", "，\u3000", "”、“"])
def test_marked_terms_are_one_token_in_every_spelling(mark, single):
    for term in load().marked_terms:
        parts = re.findall(r"\w+", term)
        tokens = single.tokens(f"推进{mark.join(parts)}工作")
        assert squeezed(term) in [token.text for token in tokens], (term, mark)


def test_words_inside_words_are_found_too(single):
    tokens = single.tokens("人力资源和社会保障局")
    assert {"人力", "资源", "社会", "保障"} <= {token.text for token in tokens}


def test_the_parts_of_a_number_point_at_themselves(single):
    text = "依据台政发〔2019〕7号"
    inner = {t.text: text[t.start : t.end] for t in single.tokens(text) if t.kind == "subword"}
    assert inner == {"台政发": "台政发", "2019": "2019", "7": "7"}


# The frozen vocabulary.


def test_the_same_dictionaries_freeze_to_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        Vocabulary.write(tmp_path / name, load())
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert [(tmp_path / "a" / name).read_bytes() for name in names] == [
        (tmp_path / "b" / name).read_bytes() for name in names
    ]


def test_a_term_added_by_a_clerk_is_one_token(tmp_path):
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "own.txt").write_text("鲁班锁工坊\n一次办·马上办\n", encoding="utf-8")
    Vocabulary.write(tmp_path, load(tmp_path))
    tokens = Analyzer(Vocabulary.open(tmp_path)).tokens("建设鲁班锁工坊，一次办马上办")
    assert [t.text for t in tokens if t.kind != "subword"] == ["建设", "鲁班锁工坊", "一次办马上办"]


@pytest.mark.parametrize("damage", ["missing", "empty", "short", "text"])
def test_a_damaged_vocabulary_is_said_with_the_remedy(tmp_path, damage):
    Vocabulary.write(tmp_path, load())
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes({"empty": b"", "short": whole[: len(whole) // 2], "text": b"[1]"}[damage])
        with pytest.raises(NoIndexError, match="gsearch build"):
            Vocabulary.open(tmp_path)
        path.write_bytes(whole)


class Jieba(jieba.Tokenizer):
    """jieba itself over our words."""

    def __init__(self, vocabulary):
        super().__init__()
        self.FREQ, self.total, self.initialized = vocabulary, vocabulary.total, True

    def get_DAG(self, sentence):  # noqa: N802 - jieba's name
        found = ((at, vocabulary_ends(self.FREQ, sentence, at)) for at in range(len(sentence)))
        return dict(found)


def vocabulary_ends(vocabulary, sentence, at):
    return [at + len(word) - 1 for word in vocabulary.prefixes(sentence[at : at + 24])] or [at]


@given(st.text("一窗受理双随机公开监管政务服务区人民政府办公室的和Ab19+-.% \r\n，。", max_size=40))
def test_single_queries_are_cut_as_jieba_itself_cuts_them(vocabulary, text):
    assert vocabulary.single()(text) == list(Jieba(vocabulary).cut(text, HMM=False))


def test_a_single_query_imports_no_segmenter(tmp_path):
    Vocabulary.write(tmp_path, load())
    code = (
        "import sys; from pathlib import Path; from indexer.analysis import Analyzer, Vocabulary;"
        "Analyzer(Vocabulary.open(Path(sys.argv[1]))).tokens('一窗受理');"
        "print({'jieba', 'rjieba', 'pkg_resources'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
