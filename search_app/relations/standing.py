"""How a document stands: what is in force of it on a day, and its relations, as all surfaces say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from indexer.errors import UsageError
from indexer.titles import in_title_marks

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.models import Issue
    from indexer.relations import Event, EventKind, Kind, Relation, Status, Store, Validity
    from search_app.searcher import Searcher

STATUS_LABELS: dict[Status, str] = {
    "not_yet": "尚未施行",
    "in_force": "未见废止",
    "amended": "已被修改",
    "partly_repealed": "部分废止",
    "expired": "有效期已满",
    "repealed": "已废止",
    "lapsed": "已失效",
    "not_stated": "未载明",
}
"""What people read for each status (contract)."""

EVENT_LABELS: dict[EventKind, str] = {
    "effective": "施行",
    "expires": "有效期至",
    "extended": "延长有效期",
    "continued": "宣布继续有效",
    "amended": "修改",
    "partly_repealed": "部分废止",
    "repealed": "废止",
    "lapsed": "宣布失效",
}

KIND_LABELS: dict[Kind, tuple[str, str]] = {
    "repeals": ("废止", "被废止"),
    "repeals_partly": ("部分废止", "被部分废止"),
    "lapses": ("宣布失效", "被宣布失效"),
    "amends": ("修改", "被修改"),
    "extends": ("延长有效期", "被延长有效期"),
    "continues": ("宣布继续有效", "被宣布继续有效"),
    "corrects": ("更正", "被更正"),
    "forwards": ("转发", "被转发"),
    "based_on": ("依据", "是其依据"),
    "cites": ("引用", "被引用"),
}
"""What a relation is called from the side that speaks, and from the other one; in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's ``validity`` on a day and its ``relations`` both ways."""

    validity: Validity
    relations: tuple[Relation, ...]


def standing_of(key: str, store: Store, on: str | None = None) -> Standing:
    """How the document with the id ``key`` stands on the day ``on`` (ISO; today without one)."""
    from indexer.relations import relations_of, validity_of

    return Standing(validity_of(key, store, on), relations_of(key, store))


def standings_in(issue: Issue, dictionaries: Dictionaries) -> Mapping[str, Standing]:
    """How the documents of one issue stand, by id, as far as this issue alone tells."""
    from contextlib import closing

    from indexer.relations import read_statements, related_alone

    stated = [read_statements(document, dictionaries) for document in issue.documents]
    with closing(related_alone(stated, dictionaries)) as store:
        return {each.head.id: standing_of(each.head.id, store) for each in stated}


def courses_in(status: str, courses: Iterable[str], on: str) -> tuple[str, ...]:
    """Those of ``courses`` (values of the index's field ``validity``) that have ``status`` on the day ``on``.

    ``status`` is a code or what people read for it. Raises UsageError for any other.
    """
    from indexer.relations import status_on

    wanted = next((code for code, label in STATUS_LABELS.items() if status in (code, label)), None)
    if wanted is None:
        known = "、".join(f"{label}（{code}）" for code, label in STATUS_LABELS.items())
        raise UsageError(f"没有“{status}”这种时效；可用：{known}")
    return tuple(course for course in courses if status_on(course, on) == wanted)


def with_status_counts(
    facets: Mapping[str, tuple[tuple[str, int], ...]], on: str
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """``facets`` with the courses of ``validity`` counted by status on the day ``on``, most frequent first."""
    if "validity" not in facets:
        return facets
    from indexer.relations import status_on

    counts: Counter[str] = Counter()
    for course, count in facets["validity"]:
        counts[STATUS_LABELS[status_on(course, on)]] += count
    counted = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    return {**facets, "validity": counted}


def standing_as_json(standing: Standing) -> dict[str, Any]:
    """The contract's ``validity`` and ``relations``."""
    return {
        "validity": asdict(standing.validity),
        "relations": [asdict(relation) for relation in standing.relations],
    }


def status_line(validity: Validity) -> str:
    """The badge and what belongs to it: 已废止（2019-10-12 起）, 未见废止（有效期至 2028-02-29）."""
    label = STATUS_LABELS[validity.status]
    if validity.until:
        return f"{label}（有效期至 {validity.until}）"
    if validity.since and validity.status != "in_force":
        return f"{label}（{validity.since} 起）"
    return label


def badge(validity: Validity) -> tuple[Status, str] | None:
    """Status and label to set beside a hit; None where nothing is stated."""
    return None if validity.status == "not_stated" else (validity.status, status_line(validity))


def event_line(event: Event, *, placed: bool = True) -> str:
    """What happened, by whom: 2019-10-12 由台政发〔2019〕8号废止（a.txt 第643行）; not where, unless ``placed``."""
    by = event.by.number or (in_title_marks(event.by.title) if event.by.title else "")
    day = event.date or "日期不详"
    place = f"（{event.file or ''} 第{event.line}行）" if placed and event.line else ""
    if event.kind in ("effective", "expires"):
        return f"{EVENT_LABELS[event.kind]} {day}{place}"
    until = f"，至 {event.until}" if event.until else ""
    return f"{day} 由{by}{EVENT_LABELS[event.kind]}{until}{place}"


def unheld_notices(query: str, index: Searcher) -> tuple[str, ...]:
    """For a query that names a number no document bears: what others say of it, a sentence each, with the proof."""
    if not any(char.isdigit() for char in query):
        return ()
    from indexer.identifiers import find_number_queries
    from indexer.relations import named
    from indexer.schema import keyword

    found = find_number_queries(query, index.dictionaries)
    numbers = [str(each.pattern.number) for each in found if each.pattern.number is not None]
    missing = [number for number in numbers if not index.frequency("number", keyword(number))]
    return tuple(
        f"{number} 未收录；{event_line(event)}"
        for number in missing
        for other in named(number, index.relations, index.on)
        if (event := proof(other.validity)) is not None
    )


def proof(validity: Validity) -> Event | None:
    """The event that the status rests on, None where nothing is stated."""
    wanted: dict[Status, tuple[EventKind, ...]] = {
        "repealed": ("repealed",),
        "lapsed": ("lapsed",),
        "amended": ("amended",),
        "partly_repealed": ("partly_repealed",),
        "expired": ("extended", "continued", "expires"),
        "in_force": ("extended", "continued", "expires", "effective"),
        "not_yet": ("effective",),
        "not_stated": (),
    }
    for kind in wanted[validity.status]:
        found = [each for each in validity.events if each.kind == kind and _known(each, validity)]
        if found:
            return found[-1]
    return None


def _known(event: Event, validity: Validity) -> bool:
    return event.date is not None and (event.kind in ("effective", "expires") or event.date <= validity.on)
