"""The one list of fields: what a document states (the rows of ``Document``) and what is worked out of that.

The index's keywords and facets, records that are taken in, filters with their options and URL parameters, the query
language's names, tables of every kind, the lines under a document's title, OpenAPI and the golden columns all go by
this list. docs/design.md tells how a field is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from indexer.models import Document, Field, rows_of


def _place(document: Document) -> str | None:
    if not document.district:
        return None
    return (document.city or document.province or "") + document.district


def _date(document: Document) -> str | None:
    """The day a document is dated by: written, else printed, else published; never one that is only inferred."""
    published = document.gazette.published_on if document.gazette else None
    return document.written_on or document.printed_on or published


def _area(document: Document) -> str:
    return "".join(filter(None, (document.province, document.city, document.district)))


def _number_part(name: str, document: Document) -> Any:
    parts = document.number_parts
    if parts is None and document.number:
        from indexer.identifiers import parse_number

        parts = parse_number(document.number)
    return getattr(parts, name) if parts else None


def _derived(name: str, label: str, source: Any, **rest: Any) -> Field:
    return Field(name, label, source=source, csv=False, **rest)


_DERIVED: Mapping[str, tuple[Field, ...]] = {
    "number_parts": tuple(
        _derived(
            name, label, lambda document, part=part: _number_part(part, document), keyword=True, shown=False
        )
        for name, label, part in (
            ("agency_code", "机关代字", "agency_code"),
            ("number_year", "文号年份", "year"),
            ("sequence", "顺序号", "sequence"),
        )
    ),
    "district": (
        _derived("place", "区县", _place, facet=1, shown=False),
        _derived("area", "地区", _area),
    ),
    "expires_on": (
        _derived(
            "date",
            "日期",
            _date,
            filter="dates",
            counted=True,
            shown=False,
            hint="如 2019-03 或 2019-01..2019-06",
        ),
        _derived(
            "validity",
            "时效",
            lambda document: None,  # what is in force stands in other documents: indexer.building.relating
            filter="value",
            facet=9,
            shown=False,
            hint="如 未见废止、已废止（见 --as-of）",
        ),
    ),
    "source": (
        _derived(
            "file",
            "来源文件",
            lambda document: document.source.file if document.source else None,
            keyword=True,
            shown=False,
        ),
    ),
}
"""Behind which field of ``Document`` what is worked out of it stands. ``place`` is the district with its city
(济南市市中区), since 市中区 alone is several places."""

FIELDS: tuple[Field, ...] = tuple(
    chain.from_iterable((stated, *_DERIVED.get(stated.name, ())) for stated in rows_of(Document))
)
"""Every field, in the order of a document's JSON, what is worked out of one right behind it."""

STATED: tuple[Field, ...] = tuple(each for each in FIELDS if each.name in Document.__slots__)
"""The fields that a document has of its own, as its JSON has them (beside ``text``)."""

TEXT = Field("text", "正文", filter="string", csv=False, shown=False)
"""The body: filtered by as a field, but no line and no column."""

BY_NAME: Mapping[str, Field] = {each.name: each for each in (*FIELDS, TEXT)}
LABELS: Mapping[str, str] = {each.name: each.label for each in BY_NAME.values()}

INDEXED: tuple[Field, ...] = tuple(each for each in FIELDS if each.indexed)
"""The fields whose values the index holds whole."""

FACETS: tuple[str, ...] = tuple(
    each.name for each in sorted(FIELDS, key=lambda each: each.facet) if each.facet
)
"""Fields that results are counted by, in the order they are shown. ``place`` is for people, where ``district``
alone is ambiguous; both narrow by the filter ``district``."""

COUNTED: tuple[str, ...] = tuple(each.name for each in FIELDS if each.facet or each.counted)
"""Fields that documents can be counted by."""

GROUPED_BY: tuple[str, ...] = (
    "year",
    "quarter",
    "month",
    *(name for name in COUNTED if name not in ("place", "date", "year")),
)
"""What statistics go by: stretches of time, then fields."""

FILTERS: tuple[Field, ...] = tuple(each for each in BY_NAME.values() if each.filter)
"""The fields that a query may filter by; options and URL parameters exist for ``OFFERED``, those of whole values."""

OFFERED: tuple[Field, ...] = tuple(each for each in FILTERS if each.filter != "string")


def query_names(aliases: Mapping[str, str]) -> Mapping[str, str]:
    """Name typed before a colon (lower case) → field; ``aliases`` are what people write beside name and label."""
    own = chain.from_iterable(((each.name, each.name), (each.label, each.name)) for each in FILTERS)
    return {**dict(own), **aliases}
