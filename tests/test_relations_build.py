"""Relations over builds: an update makes the same bytes as a build, also where a new issue repeals an old document."""

from __future__ import annotations

from pathlib import Path

from indexer.build import build, update
from indexer.generations import current
from indexer.relations import FILE
from search_app.lookup import lookup

OLD = """台儿庄区人民政府
关于加强停车管理的通知
台政发〔2016〕10号
各镇人民政府：
本通知自2016年5月1日起施行。
台儿庄区人民政府
2016年4月20日
"""
NEW = """台儿庄区人民政府
关于进一步加强停车管理的通知
台政发〔2019〕8号
各镇人民政府：
本通知自2019年6月1日起施行，《台儿庄区人民政府关于加强停车管理的通知》（台政发〔2016〕10号）同时废止。
台儿庄区人民政府
2019年5月20日
"""


def relations(index: Path) -> bytes:
    return (current(index).folder / FILE).read_bytes()


def engine(index: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (current(index).folder / "engine").iterdir()}


def test_a_new_issue_repeals_an_old_document_and_update_equals_build(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text(OLD, encoding="utf-8")
    build([files], tmp_path / "index")
    before = lookup("台政发〔2016〕10号", current(tmp_path / "index"), "2026-01-01")
    assert before.validity is not None
    assert before.validity.status == "in_force"
    (files / "b.txt").write_text(NEW, encoding="utf-8")
    update([files], tmp_path / "index")
    after = lookup("台政发〔2016〕10号", current(tmp_path / "index"), "2026-01-01")
    assert after.validity is not None
    assert after.validity.status == "repealed"
    build([files], tmp_path / "anew")
    assert relations(tmp_path / "index") == relations(tmp_path / "anew")
    assert engine(tmp_path / "index") == engine(tmp_path / "anew")
    assert current(tmp_path / "index").name == current(tmp_path / "anew").name


AGAIN = """台儿庄区人民政府公报
2017年第1期

台儿庄区人民政府
关于加强停牟管理的通知
台政发〔2016〕10号
各镇人民政府：
本通知自2016年5月1日起施行。
台儿庄区人民政府
2016年4月20日
"""


def test_a_reprint_that_comes_later_is_as_dead_as_the_first_print(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text(OLD, encoding="utf-8")
    (files / "b.txt").write_text(NEW, encoding="utf-8")
    build([files], tmp_path / "index")
    (files / "c.txt").write_text(AGAIN, encoding="utf-8")
    update([files], tmp_path / "index")
    found = lookup("台政发〔2016〕10号", current(tmp_path / "index"), "2026-01-01")
    assert (found.status, len(found.documents)) == ("found", 1)
    assert found.validity is not None
    assert found.validity.status == "repealed"
    build([files], tmp_path / "anew")
    assert relations(tmp_path / "index") == relations(tmp_path / "anew")
    assert engine(tmp_path / "index") == engine(tmp_path / "anew")
