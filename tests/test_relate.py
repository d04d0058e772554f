"""Relations over a collection: mentions find their documents, both ways agree, what is stated is proved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dictionaries import load
from indexer.models import Document, Source, Text
from indexer.relations import (
    Statements,
    Store,
    chain_of,
    faulty_wordings,
    named,
    opened_store,
    read_statements,
    relate,
    related_alone,
    relations_of,
    status_on,
    validity_of,
)

ZAO = {"province": "山东省", "city": "枣庄市", "district": "台儿庄区"}
TODAY = "2026-11-21"


def document(
    id_: str, number: str | None, title: str, text: str, written_on: str, **more: str | None
) -> Statements:
    values = {**ZAO, "type": "通知", **more}
    whole = Document(
        id=id_, number=number, title=title, written_on=written_on, **values,  # type: ignore[arg-type]
        source=Source(f"{id_}.txt", 1, 9), text=Text(text, ((0, 5),)),
    )  # fmt: skip
    return read_statements(whole, load())


OLD = document(
    "old",
    "台政发〔2016〕10号",
    "台儿庄区人民政府关于安全生产监管的意见",
    "本意见自公布之日起施行，有效期5年。",
    "2016-05-01",
)
NEW = document(
    "new", "台政发〔2019〕8号", "台儿庄区人民政府关于印发安全生产监管办法的通知",
    "本办法自2019年11月1日起施行，《台儿庄区人民政府关于安全生产监管的意见》（台政发〔2016〕10号）即行废止。",
    "2019-10-12",
    instrument_title="安全生产监管办法",
)  # fmt: skip
FAR = document(
    "far", "台政发〔2016〕10号", "台州市人民政府关于水资源管理的意见", "略。", "2016-03-01",
    province="浙江省", city="台州市", district=None,
)  # fmt: skip


@contextmanager
def related(path: Path, documents: Sequence[Statements]) -> Iterator[Store]:
    path.unlink(missing_ok=True)
    relate(lambda: documents, path, load())
    with closing(Store(path)) as store:
        yield store


def test_every_wording_proves_itself() -> None:
    assert faulty_wordings(load()) == ()


def test_a_repeal_reaches_the_nearest_bearer_of_the_number(tmp_path: Path) -> None:
    with related(tmp_path / "r", [FAR, OLD, NEW]) as store:
        assert validity_of("old", store, TODAY).status == "repealed"
        assert validity_of("old", store, TODAY).since == "2019-11-01"
        assert validity_of("old", store, "2019-10-31").status == "in_force"
        assert validity_of("far", store, TODAY).status == "not_stated"
        (proof,) = [event for event in validity_of("old", store, TODAY).events if event.kind == "repealed"]
        assert (proof.by.id, proof.file, proof.line) == ("new", "new.txt", 5)
        assert "即行废止" in proof.sentence


def test_what_was_fetched_together_is_what_is_read_one_by_one(tmp_path: Path) -> None:
    ids = ["far", "old", "new", "nobody"]
    with related(tmp_path / "r", [FAR, OLD, NEW]) as store:
        alone = [(store.head(each), store.citing(each), store.cited(each)) for each in ids]
        store.fetch(ids)
        assert [(store.head(each), store.citing(each), store.cited(each)) for each in ids] == alone
        assert any(cited for _, _, cited in alone)


def test_a_store_that_was_closed_is_opened_again_while_its_file_is_the_same(tmp_path: Path) -> None:
    relate(lambda: [FAR, OLD, NEW], tmp_path / "r", load())
    first = opened_store(tmp_path / "r")
    first.close()
    again = opened_store(tmp_path / "r")
    assert again is first
    assert opened_store(tmp_path / "r") is not first
    os.utime(tmp_path / "r", ns=(1, 1))
    again.close()
    assert opened_store(tmp_path / "r") is not first


def test_a_number_that_nobody_indexed_has_a_timeline(tmp_path: Path) -> None:
    with related(tmp_path / "r", [FAR, NEW]) as store:
        (only,) = named("台政发〔2016〕10号", store, TODAY)
        assert (only.validity.status, only.title) == ("repealed", "台儿庄区人民政府关于安全生产监管的意见")
        assert validity_of("far", store, TODAY).status == "not_stated"


def test_a_title_alone_finds_the_notice_that_prints_the_instrument(tmp_path: Path) -> None:
    citing = document(
        "later",
        "台政发〔2021〕2号",
        "台儿庄区人民政府关于安全督查的通知",
        "《安全生产监管办法》第三条同时废止。",
        "2021-01-01",
    )
    with related(tmp_path / "r", [NEW, citing]) as store:
        assert validity_of("new", store, TODAY).status == "partly_repealed"


def test_a_title_of_another_place_is_another_document(tmp_path: Path) -> None:
    elsewhere = document(
        "x", None, "永安市人民政府关于某事的通知", "《安全生产监管办法》同时废止。", "2021-01-01",
        province="福建省", city="三明市", district="永安市",
    )  # fmt: skip
    with related(tmp_path / "r", [NEW, elsewhere]) as store:
        assert validity_of("new", store, TODAY).status == "in_force"


def test_a_later_document_is_never_meant(tmp_path: Path) -> None:
    early = replace(NEW, head=replace(NEW.head, written_on="2010-01-01"))
    with related(tmp_path / "r", [OLD, early]) as store:
        assert [each.id for each in relations_of("new", store)] == [None]


def test_both_ways_agree(tmp_path: Path) -> None:
    with related(tmp_path / "r", [OLD, NEW, FAR]) as store:
        (out,) = [each for each in relations_of("new", store) if each.direction == "out"]
        (back,) = [each for each in relations_of("old", store) if each.direction == "in"]
        assert (out.kind, out.id, out.sentence, out.line) == (back.kind, "old", back.sentence, back.line)
        assert back.id == "new"


def test_a_chain_leads_up_and_down_with_the_days_between(tmp_path: Path) -> None:
    upper = document(
        "city", "枣政办字〔2019〕21号", "枣庄市人民政府办公室关于推进改革的实施意见",
        "根据《山东省人民政府办公厅关于改革的通知》（鲁政办字〔2019〕83号）要求，制定如下意见。",
        "2019-07-24", district=None,
        issuer="枣庄市人民政府办公室",
    )  # fmt: skip
    lower = document(
        "district", "台政办字〔2019〕22号", "台儿庄区人民政府办公室关于推进改革的实施意见",
        "按照《枣庄市人民政府办公室关于推进改革的实施意见》（枣政办字〔2019〕21号）要求，制定如下意见。", "2019-09-10",
        issuer="台儿庄区人民政府办公室",
    )  # fmt: skip
    with related(tmp_path / "r", [upper, lower]) as store:
        chain = chain_of("district", store)
        assert chain is not None
        (city,) = chain.above
        assert (city.document.id, city.days, city.level) == ("city", 48, "市")
        assert [each.document.number for each in city.children] == ["鲁政办字〔2019〕83号"]
        down = chain_of("city", store)
        assert down is not None
        assert [each.document.id for each in down.below] == ["district"]


def test_the_same_statements_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        relate(lambda: [FAR, OLD, NEW], path, load())
    assert one.read_bytes() == other.read_bytes()


SENTENCES = st.sampled_from([
    "《台儿庄区人民政府关于安全生产监管的意见》（台政发〔2016〕10号）同时废止。",
    "台政发〔2016〕10号第三条停止执行。",
    "将《台儿庄区人民政府关于安全生产监管的意见》（台政发〔2016〕10号）有效期延长至2030年1月1日。",
    "根据台政发〔2016〕10号文件精神，制定本办法。",
    "决定对台政发〔2016〕10号作如下修改：",
    "宣布台政发〔2016〕10号失效。",
    "现将台政发〔2016〕10号转发给你们。",
])  # fmt: skip


@given(st.lists(st.tuples(SENTENCES, st.dates()), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_more_documents_never_revive_what_is_repealed(tmp_path: Path, more: list[tuple[str, object]]) -> None:
    others = [
        document(f"n{i}", f"台政发〔2020〕{i + 1}号", "台儿庄区人民政府关于有关事项的通知", text, str(day))
        for i, (text, day) in enumerate(more)
    ]
    with related(tmp_path / "r", [OLD, NEW, *others]) as store:
        assert validity_of("old", store, TODAY).status == "repealed"


def test_a_signature_tells_the_status_of_any_day(tmp_path: Path) -> None:
    courses = relate(lambda: [OLD, NEW], tmp_path / "r", load()).courses
    assert [status_on(courses["old"], day) for day in ("2016-04-30", "2016-05-01", "2019-11-01")] == [
        "not_yet",
        "in_force",
        "repealed",
    ]


@given(st.lists(st.tuples(SENTENCES, st.dates()), min_size=1, max_size=5))
@settings(max_examples=30)
def test_whoever_is_named_knows_by_whom(said: list[tuple[str, object]]) -> None:
    others = [
        document(f"n{i}", f"台政发〔2020〕{i + 1}号", "台儿庄区人民政府关于有关事项的通知", text, str(day))
        for i, (text, day) in enumerate(said)
    ]
    whole = [OLD, NEW, FAR, *others]
    with closing(related_alone(whole, load())) as store:
        told = {each.head.id: relations_of(each.head.id, store) for each in whole}
    out = {
        (id_, each.id, each.kind) for id_, all_ in told.items() for each in all_ if each.direction == "out"
    }
    back = {
        (each.id, id_, each.kind) for id_, all_ in told.items() for each in all_ if each.direction == "in"
    }
    assert {each for each in out if each[1]} == back


AGAIN = document(
    "again", "台政发〔2016〕10号", "台儿庄区人民政府关于安全牛产监管的意见", "本意见自公布之日起施行，有效期5年。",
    "2016-05-01",
)  # fmt: skip


def test_what_is_said_of_one_print_is_said_of_all(tmp_path: Path) -> None:
    with related(tmp_path / "r", [OLD, NEW, AGAIN]) as store:
        assert store.prints("again") == store.prints("old") == ("again", "old")
        assert [validity_of(each, store, TODAY).status for each in ("old", "again")] == [
            "repealed",
            "repealed",
        ]
    courses = relate(lambda: [OLD, NEW, AGAIN], tmp_path / "s", load()).courses
    assert courses["old"] == courses["again"]


def test_what_two_prints_declare_is_one_event(tmp_path: Path) -> None:
    second = replace(NEW, head=replace(NEW.head, id="new2"))
    with related(tmp_path / "r", [OLD, NEW, second]) as store:
        events = [event for event in validity_of("old", store, TODAY).events if event.kind == "repealed"]
        assert [event.by.id for event in events] == ["new"]


SAME_TITLE = "台儿庄区城区养犬管理办法"


def test_an_instrument_repeals_the_earlier_one_of_its_own_title(tmp_path: Path) -> None:
    text = "第十条 本办法自2021年6月1日起施行，原《台儿庄区城区养犬管理办法》同时废止。"
    earlier = document("d1", "台政发〔2012〕3号", SAME_TITLE, "本办法自2012年5月1日起施行。", "2012-04-01")
    later = document("d2", "台政发〔2021〕9号", SAME_TITLE, text, "2021-05-20")
    reprint = document("d3", None, SAME_TITLE, text, "2021-05-20")
    with related(tmp_path / "r", [earlier, later, reprint]) as store:
        found = {each: validity_of(each, store, TODAY).status for each in ("d1", "d2", "d3")}
        assert found == {"d1": "repealed", "d2": "in_force", "d3": "in_force"}
    with related(tmp_path / "r", [later, reprint]) as store:
        assert validity_of("d2", store, TODAY).status == "in_force"
        assert all(each.kind != "repeals" for each in relations_of("d2", store))


BEARERS = st.tuples(
    st.sampled_from(
        ["台儿庄区人民政府关于安全生产监管的意见", "台儿庄区人民政府关于防汛的通知", "关于某事的批复"]
    ),
    st.sampled_from(
        [ZAO, {**ZAO, "district": None}, {"province": "浙江省", "city": "台州市", "district": None}]
    ),
    st.dates(),
)


@given(st.lists(BEARERS, max_size=3), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_more_bearers_of_a_number_never_revive_it(
    tmp_path: Path, more: list[tuple[str, dict[str, str | None], object]], titled: bool
) -> None:
    """Where it can no longer be told which of them is meant, what is said stands beside the number itself."""
    named_so = (
        "《台儿庄区人民政府关于安全生产监管的意见》（台政发〔2016〕10号）" if titled else "台政发〔2016〕10号"
    )
    repeal = document(
        "rep",
        "台政发〔2019〕8号",
        "台儿庄区人民政府关于废止文件的通知",
        f"{named_so}同时废止。",
        "2019-10-12",
    )
    others = [
        document(f"b{i}", "台政发〔2016〕10号", title, "略。", str(day), **place)
        for i, (title, place, day) in enumerate(more)
    ]
    with related(tmp_path / "r", [OLD, repeal, *others]) as store:
        told = [each.validity.status for each in named("台政发〔2016〕10号", store, TODAY)]
        assert "repealed" in (validity_of("old", store, TODAY).status, *told)
