"""A tiny collection composed for the tests of building, and ways to look at the index that comes of it."""

from __future__ import annotations

import json
from pathlib import Path

from dictionaries import Dictionaries
from indexer.generations import current
from search_app.response import SearchRequest, response_as_json
from search_app.search import search

NOTICE = """{district}人民政府办公室文件

{code}〔{year}〕{number}号

{district}人民政府办公室
关于{subject}的通知

各街道办事处，区政府各部门：

    为进一步{subject}，经区政府同意，现就有关事项通知如下。
    一、总体要求。{detail}
    二、组织实施。各单位要按照职责分工抓好落实。

                    {district}人民政府办公室
                    {year}年{month}月15日
"""

SUBJECTS = (
    ("推行双随机抽查监管", "随机抽取检查对象，随机选派执法检查人员。"),
    ("实行一窗受理集成服务", "前台综合受理，后台分类审批，统一窗口出件。"),
    ("加强河长制工作", "区级河长每季度巡河一次，发现问题及时交办。"),
    ("规范公共厕所管理", "公共厕所应当免费开放，专人保洁。"),
    ("落实失业补助政策", "符合条件的失业人员可以申领失业补助金。"),
)


EVERYTHING = "通知 OR 意见"
"""A query that every document of the collection answers."""


def notice(at: int, *, district: str = "云岭区", year: int = 2019) -> str:
    """The text of one notice; another ``at``, another subject, number and month."""
    subject, detail = SUBJECTS[at % len(SUBJECTS)]
    return NOTICE.format(
        district=district,
        code="云政办发",
        year=year,
        number=at + 1,
        subject=subject,
        detail=detail,
        month=at % 12 + 1,
    )


def record(at: int, **given: object) -> str:
    """One line of a .jsonl file."""
    subject, detail = SUBJECTS[at % len(SUBJECTS)]
    values = {
        "id": f"r{at}",
        "title": f"关于{subject}的意见（{at}）",
        "text": f"{subject}。\n{detail}",
        "year": 2010 + at % 10,
    }
    return json.dumps(values | given, ensure_ascii=False)


def write_collection(folder: Path) -> Path:
    """Five notices in two folders and a file of three records."""
    for at in range(5):
        path = folder / ("2019" if at < 3 else "2020") / f"notice-{at}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notice(at), encoding="utf-8")
    (folder / "records.jsonl").write_text("".join(record(at) + "\n" for at in range(3)), encoding="utf-8")
    return folder


def answer(index: Path, query: str, dictionaries: Dictionaries | None = None) -> dict[str, object]:
    """What the contract's JSON says to ``query``, apart from the time it took."""
    request = SearchRequest(query, limit=100, facets=True, explain=True)
    result = response_as_json(search(request, current(index, dictionaries)))
    del result["took_ms"]
    return result


def titles(index: Path, query: str) -> set[str]:
    hits = answer(index, query)["hits"]
    assert isinstance(hits, list)
    return {hit["title"] for hit in hits}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder`` by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
