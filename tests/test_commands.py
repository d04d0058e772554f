"""``add``, ``sources``, ``watch``, and the short ways of searching: counts, dates, how many."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from search_app.cli.app import run
from tests.small_collection import notice

Gsearch = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gsearch(index: Path, capsys: pytest.CaptureFixture[str]) -> Gsearch:
    def call(*args: str) -> tuple[int, str, str]:
        return run(["--index", str(index), *args]), *capsys.readouterr()

    return call


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "new.txt").write_text(notice(2, district="清溪区", year=2022), encoding="utf-8")
    return folder


def test_add_keeps_what_there_is(gsearch: Gsearch, other: Path) -> None:
    code, out, _ = gsearch("add", str(other))
    assert code == 0
    assert "原有 8 篇，新增 1" in out
    assert str(other) in gsearch("sources")[1]
    assert gsearch("清溪区", "-c")[1] == "1\n"


def test_a_source_that_is_removed_takes_its_documents_along(gsearch: Gsearch, other: Path) -> None:
    gsearch("add", str(other))
    code, out, _ = gsearch("sources", "remove", str(other))
    assert code == 0
    assert "减少 1" in out
    assert "gsearch build --rollback" in out
    assert str(other) not in gsearch("sources")[1]
    assert gsearch("sources", "remove", str(other))[0] == 2


def test_the_last_source_cannot_be_removed(gsearch: Gsearch, files: Path) -> None:
    code, _, err = gsearch("sources", "remove", str(files))
    assert code == 2
    assert "全部来源" in err


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        (("--from", "2019-01", "--to", "2019-02"), 2),
        (
            (
                "--from",
                "2019-02-15",
            ),
            4,
        ),
        (
            (
                "--to",
                "2019-01-14",
            ),
            0,
        ),
        (("--date", "2019-03"), 1),
        (("日期:2019-01..2019-02",), 2),
        (("date:2019年2月15日",), 1),
    ],
)
def test_documents_of_some_days(gsearch: Gsearch, dates: tuple[str, ...], count: int) -> None:
    """The five notices are dated 15 January to 15 May 2019; the records state no date."""
    assert gsearch(*dates, "-c")[1] == f"{count}\n"


@pytest.mark.parametrize("dates", [("--from", "去年"), ("日期:2019-13",), ("--from", "2020", "--to", "2019")])
def test_what_is_no_date_is_refused(gsearch: Gsearch, dates: tuple[str, ...]) -> None:
    code, _, err = gsearch(*dates)
    assert code == 2
    assert "日期" in err


def test_n_says_how_many(gsearch: Gsearch) -> None:
    assert gsearch("通知", "-n", "2", "--format", "jsonl")[1].count("\n") == 2


def test_a_watch_tells_what_is_new_once(gsearch: Gsearch, other: Path) -> None:
    assert gsearch("watch", "add", "河长", "河长制")[0] == 0
    assert gsearch("watch", "run")[0] == 1
    gsearch("add", str(other))
    code, out, _ = gsearch("watch", "run", "河长")
    assert code == 0
    assert "清溪区" in out
    assert gsearch("watch", "run")[0] == 1
    assert "河长制" in gsearch("watch", "list")[1]
    assert gsearch("watch", "remove", "河长")[0] == 0
    assert gsearch("watch", "run", "河长")[0] == 1


def test_a_watch_tells_of_an_old_document_behind_a_thousand_newer_ones(gsearch: Gsearch, other: Path) -> None:
    def line(number: int, day: str) -> str:
        title = f"关于第{number}处水闸的通告"
        return json.dumps({"id": f"w{number}", "title": title, "text": "水闸维修。", "written_on": day})

    many = other.parent / "many.jsonl"
    many.write_text("".join(f"{line(number, '2021-01-02')}\n" for number in range(1_001)), encoding="utf-8")
    gsearch("add", str(many))
    assert "现有 1001 篇" in gsearch("watch", "add", "水闸", "水闸")[2]
    old = other.parent / "old.jsonl"
    old.write_text(line(5000, "1999-01-02") + "\n", encoding="utf-8")
    gsearch("add", str(old))
    assert gsearch("watch", "run")[1].count("\n") == 2
    assert gsearch("watch", "run")[0] == 1


def test_a_watch_says_what_it_holds_and_leaves_out_what_nearly_fits(gsearch: Gsearch) -> None:
    assert "现有 0 篇" in gsearch("watch", "add", "近似", "河长制量子计算机采购")[2]
    total = gsearch("河长制", "-c")[1].strip()
    assert f"现有 {total} 篇" in gsearch("watch", "add", "全部", "河长制")[2]


def test_statistics_name_the_option_that_is_wrong(gsearch: Gsearch) -> None:
    code, _, err = gsearch("stats", "--by", "县区")
    assert code == 2
    assert "--by：“县区”" in err
    assert "district" in err


def test_a_table_has_chinese_headings_if_asked(gsearch: Gsearch) -> None:
    assert gsearch("河长制", "--format", "csv", "--header", "zh")[1].startswith("\ufeff检索式,索引代,")
