"""A folder with the user's own words: indexes are built with it, and searches need not be told of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dictionaries
from search_app.cli.app import run

DATA = Path(__file__).parent.parent / "data" / "haishu-2021-2.txt"

Gsearch = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gsearch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gsearch:
    """Runs a command line on an index of its own: exit code, stdout, stderr."""

    def call(*args: str) -> tuple[int, str, str]:
        code = run(["--index", str(tmp_path / "index"), *args])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "terms").mkdir(parents=True)
    (folder / "terms" / "ours.txt").write_text("抢修抢通快处组\n", encoding="utf-8")
    (folder / "synonyms.txt").write_text("垃圾分类, 倒脏东西\n", encoding="utf-8")
    return folder


def is_one_word(gsearch: Gsearch) -> bool:
    return "抢修抢通快处组" in gsearch("analyze", "成立抢修抢通快处组")[1].split()


def test_an_index_is_searched_with_the_words_it_was_built_with(gsearch: Gsearch, own: Path) -> None:
    assert gsearch("build", str(DATA), "--dictionaries", str(own))[0] == 0
    assert is_one_word(gsearch)
    assert gsearch("倒脏东西", "--format", "csv")[1].count("\r\n") > 1
    assert str(own) in gsearch("status")[1]


def test_update_keeps_to_the_folder_and_notices_its_changes(gsearch: Gsearch, own: Path) -> None:
    gsearch("build", str(DATA), "--dictionaries", str(own))
    assert "没有变化" in gsearch("update")[1]
    (own / "terms" / "more.txt").write_text("四季如春办\n", encoding="utf-8")
    code, _, err = gsearch("垃圾分类")
    assert code == 3
    assert "gsearch update" in err
    assert "词典改过" in gsearch("update")[2]
    assert is_one_word(gsearch)


def test_the_environment_names_the_folder_too(
    gsearch: Gsearch, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_one_word(gsearch)
    monkeypatch.setenv("GSEARCH_DICTIONARIES", str(own))
    assert is_one_word(gsearch)
    gsearch("build", str(DATA))
    monkeypatch.delenv("GSEARCH_DICTIONARIES")
    assert is_one_word(gsearch)


def test_a_folder_that_is_gone_is_named_and_nothing_else_is_used_instead(gsearch: Gsearch, own: Path) -> None:
    gsearch("build", str(DATA), "--dictionaries", str(own))
    shutil.rmtree(own)
    code, out, err = gsearch("垃圾分类")
    assert (code, out) == (3, "")
    assert str(own) in err
    assert gsearch("build", str(DATA))[0] == 0
    assert gsearch("垃圾分类")[0] == 0


def test_faults_in_it_are_named_with_their_line(gsearch: Gsearch, own: Path) -> None:
    assert gsearch("check", "--dictionaries", str(own))[0] == 0
    (own / "terms" / "ours.txt").write_text("抢修抢通快处组\n字\n", encoding="utf-8")
    code, out, _ = gsearch("check", "--dictionaries", str(own))
    assert code == 2
    assert out.startswith("terms/ours.txt:2:")
    assert gsearch("check", "--dictionaries")[0] == 0


def test_own_traditional_forms_count_when_building_and_searching(gsearch: Gsearch, own: Path) -> None:
    """喆 is no form of 哲 for everybody; where the own folder says so, either finds the other."""
    packaged = (Path(dictionaries.__file__).parent / "traditional.txt").read_text(encoding="utf-8")
    (own / "traditional.txt").write_text(f"{packaged}\n喆哲\n", encoding="utf-8")
    notice = own.parent / "任免.txt"
    notice.write_text(
        "清溪区人民政府\n关于王喆任职的通知\n\n各镇人民政府：\n    任命王喆为区教育局局长。\n",
        encoding="utf-8",
    )
    gsearch("build", str(notice), "--dictionaries", str(own))
    for query in ('"王哲"', '"王喆"', "王哲"):
        assert gsearch(query, "--format", "csv")[1].count("\r\n") == 2, query
    assert "哲" in gsearch("analyze", "任命王喆")[1]
    gsearch("build", str(notice), "--dictionaries", str(Path(dictionaries.__file__).parent))
    assert gsearch('"王哲"', "--format", "csv")[0] == 1
