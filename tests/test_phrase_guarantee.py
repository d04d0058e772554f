"""The guarantee: "q" finds exactly the documents in whose title or one paragraph the squeezed q stands.

Compared with plain substring search over thousands of strings: cut at random, across blanks, punctuation and
dictionary words, in old forms and full width, one character changed, two paragraphs joined.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import Collection, collection, document

from dictionaries import load
from indexer.analysis import squeezed
from indexer.backends import Substring
from indexer.models import Document
from indexer.parse import parse
from indexer.sources import walk

SHARED = Path(__file__).parents[2] / "shared"
MARKS = " \u3000、，。·《》〔〕（）-\u00a0\t"

TEXTS = (
    ("一窗受理", "推行“一窗受理·一次办好”改革。\n前台综合受理、后台分类审批，统一窗口出件。\n一窗\n受理"),
    ("双随机、一公开", "全面推行双随机，一公开监管。双 随 机 抽 查。\n随机抽取检查对象；一公\n开"),
    (
        "关于公厕管理的通知",
        "公共厕所免费开放，公共服务中心负责管理。公共厕所厕所。\n重大行政决策后评估办法（试行）",
    ),
    ("雙隨機檢查", "衛生健康局、人力資源和社會保障局聯合檢查。\nＡＢＣ１２３　ａｂｃ123，PM2.5"),
    ("公告", "公公公公公告告告告\n告公\n台政发〔２０１９〕7号、17号"),
    ("空白", "\n\n　\n——\n"),
)
DOCUMENTS = [document(f"d{at}", title, text) for at, (title, text) in enumerate(TEXTS)]


def plainly(query: str, folded: Sequence[tuple[str, str]]) -> set[str]:
    """Plain search: ids of the documents one of whose squeezed lines holds the squeezed query."""
    wanted = squeezed(query)
    return {identity for identity, lines in folded if any(wanted in line for line in lines.split("\n"))}


def lines_of(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(d.id, "\n".join(map(squeezed, [d.title, *d.text.content.split("\n")]))) for d in documents]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collection(tmp_path_factory.mktemp("composed"), DOCUMENTS)


CHARS = "".join(sorted(set("".join(title + text for title, text in TEXTS) + "随随机雙厕所行政")))


@settings(max_examples=700, deadline=None)
@given(st.text(st.sampled_from(CHARS.replace("\n", "")), min_size=2, max_size=6))
def test_any_string_is_found_exactly_where_it_stands(composed: Collection, typed: str) -> None:
    if squeezed(typed) and not set(typed) & set("“”"):
        assert set(composed.found(f'"{typed}"')) == plainly(typed, lines_of(DOCUMENTS))


@pytest.mark.parametrize("quotes", ['"{}"', "“{}”", "＂{}＂"])
def test_every_part_of_every_text_is_found_in_every_dress(composed: Collection, quotes: str) -> None:
    folded, old = lines_of(DOCUMENTS), _old_forms()
    for typed in _adversarial(folded, random.Random(7), 12, old):
        assert set(composed.found(quotes.format(typed))) == plainly(typed, folded), typed


def test_a_string_over_two_paragraphs_is_not_found(composed: Collection) -> None:
    assert composed.found('"出件一窗"') == []
    assert composed.found('"一窗受理"') == ["d0"]


def test_a_negated_string_leaves_exactly_the_others(composed: Collection) -> None:
    everything = {d.id for d in DOCUMENTS}
    assert set(composed.found('NOT "双随机"')) == everything - set(composed.found('"双随机"'))
    assert set(composed.found("公 -厕所")) == set(composed.found("公")) - set(composed.found("厕所"))


def test_a_single_character_is_found_where_it_stands(composed: Collection) -> None:
    assert set(composed.found("机")) == {"d1", "d3"}
    assert set(composed.found('"厕"')) == {"d2"}


@pytest.mark.skipif(not (SHARED / "gazettes").is_dir(), reason="the gazettes beside the checkout are absent")
def test_the_guarantee_holds_over_real_gazettes(tmp_path: Path) -> None:
    dictionaries = load()
    sources = [source for source in walk([SHARED / "gazettes"]) if hasattr(source, "read")]
    documents = [d for source in sources for d in parse(source, dictionaries).documents]
    _hold(documents, collection(tmp_path, documents), 12)


@pytest.mark.skipif(not (SHARED / "scale").is_dir(), reason="the laws beside the checkout are absent")
def test_the_guarantee_holds_over_laws(tmp_path: Path) -> None:
    with (SHARED / "scale" / "documents.jsonl").open(encoding="utf-8") as file:
        records = [json.loads(line) for line, _ in zip(file, range(16), strict=False)]
    documents = [document(r["id"], r["title"], r["text"]) for r in records]
    _hold(documents, collection(tmp_path, documents), 16)


def _hold(documents: Sequence[Document], searched: Collection, each: int) -> None:
    """Asks the engine through the same match that the planner gives a quoted string."""
    folded, asked = lines_of(documents), 0
    reader = searched.reader()
    for typed in _adversarial(folded, random.Random(11), each, _old_forms()):
        asked += 1
        assert reader.counts([Substring(squeezed(typed))])[0] == len(plainly(typed, folded)), typed
        if asked % 29 == 0:
            assert set(searched.found(f'"{typed}"')) == plainly(typed, folded), typed
    reader.close()
    assert asked > 300


def _adversarial(
    folded: Sequence[tuple[str, str]], chance: random.Random, each: int, old: dict[str, str]
) -> Iterator[str]:
    """Strings that stand in the texts, and near misses of them, in many spellings."""
    for _, lines in folded:
        flat, paragraphs = lines.replace("\n", ""), lines.split("\n")
        for _ in range(each):
            line = chance.choice(paragraphs)
            size = chance.choice((2, 2, 3, 4, 5, 7, 12, 30))
            if len(line) >= 2:
                start = chance.randrange(max(1, len(line) - size + 1))
                yield from _dressed(line[start : start + size], chance, old)
            if len(flat) > 3:
                start = chance.randrange(len(flat) - 2)
                yield flat[start : start + size]


def _dressed(part: str, chance: random.Random, old: dict[str, str]) -> Iterator[str]:
    if len(part) < 2:
        return
    yield part
    yield "".join(old.get(char, char) for char in part)
    yield "".join(char + chance.choice(["", "", chance.choice(MARKS)]) for char in part)
    at = chance.randrange(len(part))
    yield part[:at] + chance.choice("的政一号机") + part[at + 1 :]
    yield part[:at] + part[at + 1 :] if len(part) > 2 else part[::-1]


def _old_forms() -> dict[str, str]:
    return {new: old for old, new in load().traditional.items()}
