"""Texts to measure with: the real legal documents beside the checkout where they are, else composed ones.

Beyond the number of real documents, copies are varied (other titles, dates and districts, articles in another
order), so that neither vocabulary nor posting lists are those of exact copies.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

REAL = Path(__file__).parent.parent.parent / "shared" / "scale" / "documents.jsonl"

DISTRICTS = ("天河区", "云岭区", "清溪区", "鼓楼区", "海曙区", "番禺区", "新华区", "周村区")
TYPES = ("通知", "意见", "决定", "通告", "批复")
ISSUERS = ("人民政府", "人民政府办公室", "发展和改革局", "人力资源和社会保障局", "行政审批服务局")

_SECTION = 1_500
"""Characters of one document, about: long texts are cut between paragraphs into documents of this length."""

_CLAUSES = (
    "为深化简政放权、放管结合、优化服务改革，进一步优化营商环境，制定本办法。",
    "各部门应当全面推行双随机、一公开监管，随机抽取检查对象，随机选派执法检查人员。",
    "实行一窗受理、集成服务，前台综合受理，后台分类审批，统一窗口出件。",
    "区级河长每季度巡河不少于一次，发现问题应当及时交办，并跟踪督促整改。",
    "公共厕所应当免费向社会开放，由专人负责保洁，设施损坏的应当及时维修。",
    "符合条件的失业人员可以向户籍所在地经办机构申领失业补助金。",
    "对取得建设工程规划许可证的项目，验收时不再重复要求提交有关材料。",
    "违反本办法规定的，由主管部门责令限期改正；逾期不改正的，依法处以罚款。",
    "各单位要加强组织领导，明确职责分工，强化监督检查，确保各项任务落到实处。",
    "本办法自发布之日起施行，有效期五年，此前有关规定与本办法不一致的，以本办法为准。",
)


def records(count: int) -> Iterator[dict[str, Any]]:
    """``count`` documents as records, always the same ones."""
    real = _real()
    for at in range(count):
        yield _varied(real[at % len(real)], at, at // len(real)) if real else _composed(at)


def source() -> str:
    return "real legal documents and varied copies" if REAL.exists() else "composed documents"


def write(count: int, path: Path) -> int:
    """Writes ``count`` records to ``path`` as JSON lines; returns the bytes."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(count):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path.stat().st_size


def record_lines(count: int, *, text: str, unique: int) -> list[str]:
    """``count`` short records that all hold ``text``."""
    rows = (
        {"id": f"e{at}", "title": f"关于第{at}号事项的通知", "text": f"{text}{at}，{unique}"}
        for at in range(count)
    )
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _real() -> Sequence[tuple[str, str]]:
    """Title and text of every section."""
    if not REAL.exists():
        return ()
    with REAL.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["title"], section) for row in rows for section in _sections(row["text"])]


def _sections(text: str) -> Iterator[str]:
    section: list[str] = []
    for paragraph in text.split("\n"):
        section.append(paragraph[: 4 * _SECTION])
        if sum(map(len, section)) >= _SECTION:
            yield "\n".join(section)
            section = []
    if "".join(section).strip():
        yield "\n".join(section)


def _varied(row: tuple[str, str], at: int, copy: int) -> dict[str, Any]:
    choice = random.Random(at)
    title, text = row
    if copy:
        paragraphs = text.split("\n")
        choice.shuffle(paragraphs)
        text = "\n".join(paragraphs[: max(1, int(len(paragraphs) * choice.uniform(0.5, 1)))])
        title = f"{title}（第{copy}次修订）"
    return _record(at, title, text, choice)


def _composed(at: int) -> dict[str, Any]:
    choice = random.Random(at)
    clauses = [
        f"第{n + 1}条 {choice.choice(_CLAUSES)}{choice.randrange(10_000)}"
        for n in range(choice.randrange(20, 200))
    ]
    return _record(at, f"关于第{at}号事项的管理办法", "\n".join(clauses), choice)


def _record(at: int, title: str, text: str, choice: random.Random) -> dict[str, Any]:
    year = choice.randrange(2000, 2025)
    district = choice.choice(DISTRICTS)
    return {
        "id": f"b{at}",
        "title": title,
        "text": text,
        "number": f"测政发〔{year}〕{at}号",
        "issuer": district + choice.choice(ISSUERS),
        "type": choice.choice(TYPES),
        "district": district,
        "year": year,
        "written_on": f"{year}-{choice.randrange(1, 13):02d}-{choice.randrange(1, 29):02d}",
    }
