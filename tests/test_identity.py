"""An id says what a document is: where its file lies, what it is called and how often it is there change nothing."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictionaries import load
from indexer.build import build, update
from indexer.files import extract
from indexer.generations import current
from indexer.identity import identified, identities, settle
from indexer.models import Document, Gazette, Source, Text
from indexer.parse import parse_extracted
from indexer.schema import document_from_record
from tests.composed_files import zipped
from tests.small_collection import EVERYTHING, answer, notice, record

ROOT = Path(__file__).parent.parent

TITLES = st.sampled_from(("", "关于开会的通知", "关于放假的通知"))
DOCUMENTS = st.lists(
    st.builds(
        lambda title, number, text: Document("", title, number=number, text=Text(text)),
        TITLES,
        st.sampled_from((None, "云政发〔2019〕1号")),
        st.sampled_from(("甲", "乙 。", "乙。", "丙")),
    ),
    max_size=6,
)
FILES = st.lists(DOCUMENTS, max_size=4)


def in_file(name: str, documents: list[Document]) -> tuple[Document, ...]:
    stated = (
        Document("", each.title, number=each.number, text=each.text, source=Source(name, at, at))
        for at, each in enumerate(documents, 1)
    )
    return identified(stated)


def final(files: dict[str, list[Document]]) -> list[tuple[str, str]]:
    """The id of every document that is written, with its text, in the end."""
    known = {name: in_file(name, documents) for name, documents in files.items()}
    settled = settle({name: identities(documents) for name, documents in known.items()})
    found = []
    for name, documents in known.items():
        for place, each in enumerate(documents):
            end = settled.get((name, place))
            if end is None or end.writes:
                found.append((end.id if end else each.id, "".join(each.text.content.split())))
    return sorted(found)


@given(FILES)
def test_ids_are_unique_and_the_same_in_any_order_under_any_name(files: list[list[Document]]) -> None:
    named = {f"{at}.txt": documents for at, documents in enumerate(files)}
    renamed = {f"深/{9 - at}.md": documents for at, documents in enumerate(files)}
    found = final(named)
    assert found == final(renamed)
    assert len({ident for ident, _ in found}) == len(found)


@given(FILES, st.data())
def test_a_second_copy_of_a_file_adds_no_document(files: list[list[Document]], data: st.DataObject) -> None:
    named = {f"{at}.txt": documents for at, documents in enumerate(files)}
    copied = dict(named)
    for name in data.draw(st.lists(st.sampled_from(sorted(named)), max_size=3)) if named else ():
        copied[f"copy of {name}"] = named[name]
    assert final(copied) == final(named)


def test_every_fact_of_a_document_makes_it_another() -> None:
    same = Document(
        "", "关于开会的通知", number="云政发〔2019〕1号", issuer="云岭区人民政府", written_on="2019-01-02"
    )
    others = [
        Document(
            "", "关于放假的通知", same.title_in_toc, same.number, same.issuer, written_on=same.written_on
        ),
        Document("", same.title, number="云政发〔2019〕2号", issuer=same.issuer, written_on=same.written_on),
        Document("", same.title, number=same.number, issuer="云岭市人民政府", written_on=same.written_on),
        Document("", same.title, number=same.number, issuer=same.issuer, written_on="2019-01-03"),
        Document(
            "",
            same.title,
            number=same.number,
            issuer=same.issuer,
            written_on=same.written_on,
            gazette=Gazette("云岭区人民政府公报", 2019, 1),
        ),
    ]
    ids = {identified([each])[0].id for each in (same, *others)}
    assert len(ids) == 1 + len(others)


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.*")), ids=lambda path: path.name)
def test_a_sample_file_of_another_name_holds_the_same_ids(path: Path) -> None:
    if path.name == "README.md":
        return
    extracted = extract(path.name, path.read_bytes())
    here, there = (
        parse_extracted(name, extracted, load()).documents for name in (path.name, f"二〇/{path.name}.bak")
    )
    assert [each.id for each in here] == [each.id for each in there]
    assert len({each.id for each in here}) == len(here)


def rename(folder: Path) -> None:
    for at, path in enumerate(sorted(folder.rglob("*.txt"))):
        path.rename(path.with_name(f"{9 - at}.txt"))


def nest(folder: Path) -> None:
    for path in sorted(folder.rglob("*.txt")):
        deeper = folder / "深" / "处" / path.parent.name
        deeper.mkdir(parents=True, exist_ok=True)
        path.rename(deeper / path.name)


def pack(folder: Path) -> None:
    members = {path.name: path.read_text("utf-8") for path in sorted((folder / "2019").iterdir())}
    (folder / "一.zip").write_bytes(zipped(members))
    shutil.rmtree(folder / "2019")


def duplicate(folder: Path) -> None:
    for path in sorted(folder.rglob("*.*")):
        if path.is_file():
            shutil.copy(path, folder / f"副本 {path.name}")


def ids(index: Path) -> dict[str, object]:
    hits = answer(index, EVERYTHING)["hits"]
    assert isinstance(hits, list)
    return {hit["id"]: hit["title"] for hit in hits}


@pytest.mark.parametrize("change", [rename, nest, pack, duplicate])
def test_moving_files_keeps_every_id_and_update_is_build(index: Path, files: Path, change) -> None:
    before = ids(index)
    change(files)
    assert update([], index).documents == len(before)
    assert ids(index) == before
    name = current(index).name
    build([], index)
    assert (ids(index), current(index).name) == (before, name)


def test_a_second_copy_is_a_second_source(index: Path, files: Path) -> None:
    shutil.copy(files / "2019" / "notice-0.txt", files / "又.txt")
    update([], index)
    hits = answer(index, "云政办发〔2019〕1号")["hits"]
    assert isinstance(hits, list)
    assert [source["file"] for source in hits[0]["sources"]] == ["2019/notice-0.txt", "又.txt"]
    assert hits[0]["source"] == hits[0]["sources"][0]


def test_equals_of_other_texts_keep_apart_wherever_they_lie(index: Path, files: Path) -> None:
    other = notice(0).replace("随机抽取", "随机抽選")
    (files / "又.txt").write_text(other, encoding="utf-8")
    update([], index)
    before = ids(index)
    assert len(before) == 9
    (files / "又.txt").rename(files / "0.txt")
    update([], index)
    assert ids(index) == before


def test_the_id_a_record_was_given_stays_and_no_other_record_takes_it(index: Path, files: Path) -> None:
    (files / "z.jsonl").write_text(record(0) + "\n" + record(1, text="别的内容。") + "\n", encoding="utf-8")
    report = update([], index)
    assert report.documents == 8
    assert any("r1" in warning for file, warning in report.warnings if file == "z.jsonl")
    with closing(current(index).reader()) as reader:
        (stored,) = reader.documents(["r0"])
    assert stored is not None
    assert [source.file for source in document_from_record(stored.record).sources] == [
        "records.jsonl",
        "z.jsonl",
    ]


def test_sample_files_moved_renamed_and_copied_hold_the_same_documents(tmp_path: Path) -> None:
    samples = sorted(path for path in (ROOT / "data").glob("*.*") if path.name != "README.md")
    for at, path in enumerate(samples):
        folder = tmp_path / "moved" / "深" / str(at % 3)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / f"{99 - at}{path.suffix}")
        if at % 4 == 0:
            (tmp_path / "moved" / f"{at}.zip").write_bytes(zipped({path.name: path.read_bytes()}))
    build(samples, tmp_path / "as they are")
    report = build([tmp_path / "moved"], tmp_path / "elsewhere")
    assert report.files > len(samples)
    for query in ("双随机", "“一窗受理”", "台政发〔2019〕7号", "通知 -会议"):
        found = [answer(tmp_path / index, query) for index in ("as they are", "elsewhere")]
        here, there = ([(hit["id"], hit["score"]) for hit in each["hits"]] for each in found)
        assert here == there != []
