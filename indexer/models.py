"""The frozen values that travel between rooms: Issue, Document (and what its fields are), Text and their parts.

Dates are ISO strings ``YYYY-MM-DD``; an absent value is ``None``, an absent list is ``()``. Line numbers are
1-based and inclusive; character offsets are 0-based and half-open, and always say into which text they point.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal

from indexer.evidence import FieldEvidence


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text, paragraphs separated by ``\\n``, in which every character knows the line it came from.

    ``runs`` are ``(offset, line)`` pairs, ascending by offset: from ``offset`` on, characters come from ``line``
    of the source file until the next run.

    >>> Text("ab\\ncd", ((0, 7), (3, 9))).line_at(4)
    9
    """

    content: str
    runs: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """The 1-based source line of the character at ``offset`` (0 when the text has no runs)."""
        at = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        return self.runs[at][1] if at >= 0 else 0


Kind = Literal["text", "date", "whole", "share", "texts", "object", "objects"]
"""What a field's value is: a string, an ISO date, a whole number, a number from 0 to 1, a tuple of strings, a value of
``Field.of``, or a tuple of those."""

Match = Literal["value", "number", "years", "dates", "string"]
"""How a filter's value is compared: with the whole value, as a 发文字号 in any spelling, as years (2018..2021), as
dates (2019-01..2019-06), or as a string that stands in it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a document: a row of the list ``indexer.fields.FIELDS``, which everything else goes by.

    ``name`` is what JSON, query language, options and URLs call it, ``label`` what people read. ``filter`` says how
    it is filtered by (None: not at all), ``facet`` at which place results are counted by it (0: they are not),
    ``counted`` that they can be counted by, though no result shows it, ``keyword`` that the index holds its values
    whole without offering them as a filter. ``csv`` and ``shown`` say
    whether it has a column in tables and a line under a document's title. ``since`` is the edition of the CSV that
    brought it: new columns go to the end. ``hint`` ends its line in --help.

    ``required`` fields are stated always, others may be None. ``source`` takes from a document what the index holds
    and people see; None is the attribute itself. ``of`` is the class of an object.
    """

    name: str
    label: str
    kind: Kind = "text"
    source: Callable[[Any], Any] | None = None
    filter: Match | None = None
    facet: int = 0
    csv: bool = True
    shown: bool = True
    since: int = 1
    counted: bool = False
    keyword: bool = False
    hint: str = ""
    of: type | None = None
    required: bool = False

    @property
    def single(self) -> bool:
        """Whether a document has one value of it: the same filter twice then means OR."""
        return self.kind not in ("texts", "objects") and self.filter != "string"

    @property
    def indexed(self) -> bool:
        """Whether the index holds its values whole, to be found and counted."""
        return self.keyword or self.facet > 0 or self.filter not in (None, "string")

    def from_json(self, value: Any) -> Any:
        """A value as JSON has it → as a document holds it; keys that an object does not know are left out."""
        if value is None or self.kind in ("text", "date", "whole", "share"):
            return value
        if self.kind == "object":
            return self._object(value)
        return tuple(value) if self.kind == "texts" else tuple(map(self._object, value))

    def _object(self, value: Mapping[str, Any]) -> Any:
        assert self.of is not None, self.name
        return self.of(**{name: value[name] for name in _names(self.of) if name in value})

    def of_document(self, document: Document) -> Any:
        """The field's value in ``document``; None, "" or () where there is none."""
        return self.source(document) if self.source else getattr(document, self.name)


@cache
def _names(value: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(value))


def row(label: str, kind: Kind = "text", *, required: bool = False, bare: bool = False, **rest: Any) -> Any:
    """An attribute that is a row of the list of fields; see ``Field`` for ``rest``. Absent is None or ().

    ``required`` has to be given, ``bare`` too, but it may be None.
    """
    described = Field("", label, kind, required=required, **rest)
    default: Any = () if kind in ("texts", "objects") else None
    return (
        field(metadata={"row": described})
        if required or bare
        else field(default=default, metadata={"row": described})
    )


def rows_of(value: type) -> tuple[Field, ...]:
    """The rows that a class declares, in its order."""
    return tuple(
        replace(each.metadata["row"], name=each.name) for each in fields(value) if "row" in each.metadata
    )


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """A 发文字号: agency code, year, sequence. ``year`` is None for orders (国务院令第684号).

    >>> str(DocumentNumber("台政发", 2019, 7))
    '台政发〔2019〕7号'
    """

    agency_code: str = row("机关代字", required=True, shown=False)
    year: int | None = row("文号年份", "whole", bare=True, shown=False)
    sequence: int = row("顺序号", "whole", required=True, shown=False)

    def __str__(self) -> str:
        """The normal form of the contract."""
        if self.year is None:
            return f"{self.agency_code}第{self.sequence}号"
        return f"{self.agency_code}〔{self.year}〕{self.sequence}号"


@dataclass(frozen=True, slots=True)
class Gazette:
    """The issue that a document stands in, as its cover names it."""

    title: str | None = row("公报名称", shown=False)
    year: int | None = row("公报年份", "whole", shown=False)
    number: int | None = row("期号", "whole", shown=False)
    serial_number: int | None = row("总期号", "whole", shown=False)
    published_on: str | None = row("出版日期", "date")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document stands: the file (relative to the path given, ``/`` separated) and its lines."""

    file: str = row("来源文件", required=True, shown=False)
    first_line: int = row("起始行", "whole", required=True, shown=False)
    last_line: int = row("末行", "whole", required=True, shown=False)


@dataclass(frozen=True, slots=True)
class Recognition:
    """That a document's text was read from pictures: by which engine, and how sure that was on the average of its
    characters.
    """

    engine: str = row("识别程序", required=True)
    confidence: float = row("把握", "share", required=True)


@dataclass(frozen=True, slots=True)
class PageStart:
    """From source line ``line`` on, text stands on the printed ``page``; None where its number is lost."""

    line: int = row("行", "whole", required=True)
    page: int | None = row("页码", "whole", bare=True)


@dataclass(frozen=True, slots=True)
class Document:
    """One official document or news item, the unit of search. Field by field the contract's JSON.

    A new field is a row here and an extractor in ``indexer.metadata``; tests/golden/columns holds what it should
    find. What is worked out of other fields for filtering and display stands in ``indexer.fields``.
    """

    id: str = row("编号", required=True, keyword=True)
    title: str = row("标题", required=True, filter="string", shown=False)
    title_in_toc: str | None = row("目录所载标题", since=2, shown=False)
    number: str | None = row("发文字号", filter="number", hint="任何写法，如 周政办字2018 109")
    number_parts: DocumentNumber | None = row("文号分解", "object", of=DocumentNumber, shown=False, since=3)
    issuer: str | None = row("发文机关", filter="value", facet=5, hint="全称或简称")
    type: str | None = row("文种", filter="value", facet=3, hint="如 通知、意见、批复")
    instrument: str | None = row("体裁", filter="value", facet=4, hint="所印发文件的，如 办法、实施方案")
    instrument_title: str | None = row("所印发文件")
    written_on: str | None = row("成文日期", "date")
    printed_on: str | None = row("印发日期", "date")
    effective_on: str | None = row("施行日期", "date")
    expires_on: str | None = row("有效期至", "date")
    province: str | None = row("省", filter="value", shown=False, hint="如 山东省")
    city: str | None = row("市", filter="value", facet=7, shown=False, hint="如 淄博市")
    district: str | None = row("区县", filter="value", facet=1, shown=False, hint="如 周村区")
    place_code: str | None = row("区划代码", shown=True, since=3)
    year: int | None = row("年份", "whole", filter="years", facet=2, hint="如 2019 或 2018..2021")
    gazette: Gazette | None = row(
        "公报",
        "object",
        of=Gazette,
        filter="value",
        facet=6,
        source=lambda document: document.gazette.title if document.gazette else None,
        hint="名称",
    )
    page: int | None = row("页码", "whole", shown=False)
    section: str | None = row("栏目", filter="value", hint="如 区政府文件")
    addressee: str | None = row("主送机关")
    copied_to: str | None = row("抄送机关")
    attachments: tuple[str, ...] = row("附件", "texts")
    cites: tuple[str, ...] = row("引用", "texts", keyword=True)
    repeals: tuple[str, ...] = row("废止", "texts")
    disclosure: str | None = row("公开属性")
    registration_number: str | None = row("登记号", keyword=True)
    index_number: str | None = row("索引号", keyword=True, since=4)
    published_on: str | None = row("发布日期", "date", since=4)
    source: Source | None = row("出处", "object", of=Source)
    sources: tuple[Source, ...] = row("全部出处", "objects", of=Source, csv=False, shown=False, since=3)
    ocr: Recognition | None = row("文字识别", "object", of=Recognition, csv=False, shown=False, since=4)
    former_ids: tuple[str, ...] = row("旧编号", "texts", csv=False, shown=False, since=3, keyword=True)
    page_starts: tuple[PageStart, ...] = row(
        "各页起始", "objects", of=PageStart, csv=False, shown=False, since=3
    )
    warnings: tuple[str, ...] = row("注意", "texts")
    text: Text = field(default_factory=lambda: Text(""))
    evidence: tuple[FieldEvidence, ...] = ()

    def page_at(self, line: int) -> int | None:
        """The printed page that the source line stands on; None where that is not known."""
        at = bisect_right(self.page_starts, line, key=lambda start: start.line) - 1
        return self.page_starts[at].page if at >= 0 else None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One row of an issue's contents list: title, number and printed page as far as they could be read.

    ``page_printed`` says that the page is not the row's but the one printed in the body.
    """

    title: str
    line: int
    number: str | None = None
    page: int | None = None
    section: str | None = None
    document_id: str | None = None
    page_printed: bool = False


@dataclass(frozen=True, slots=True)
class HeadEvidence:
    """Why a document begins at ``line``, or why none does: the signs there with their weights, and the sum.

    ``document_id`` is the id of the document that begins there, None where the candidate was rejected.
    """

    line: int
    title: str
    number: str | None
    signs: tuple[tuple[str, int], ...]
    document_id: str | None = None

    @property
    def weight(self) -> int:
        return sum(weight for _, weight in self.signs)


@dataclass(frozen=True, slots=True)
class Issue:
    """One file as understood: its cover, contents list and documents, with what was odd about it.

    ``heads`` are the documents' beginnings and the rejected candidates, in the order of the file.
    ``is_gazette`` is False for a file that is a single document without cover or contents.
    """

    file: str
    gazette: Gazette | None = None
    contents: tuple[ContentsEntry, ...] = ()
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()
    encoding: str | None = None
    heads: tuple[HeadEvidence, ...] = ()

    @property
    def is_gazette(self) -> bool:
        return self.gazette is not None


def document_as_json(
    document: Document, *, with_text: bool = False, with_evidence: bool = False
) -> dict[str, Any]:
    """The contract's JSON object of a document; ``text`` (cleaned, paragraphs by ``\\n``) only where asked for.

    ``evidence`` maps each field that has a value to where it was read and by which rule (``indexer.evidence``).
    """
    result = {f.name: _plain(getattr(document, f.name)) for f in fields(document) if f.name not in _APART}
    if with_text:
        result["text"] = document.text.content
    if with_evidence:
        result["evidence"] = {
            each.field: {"line": each.line, "rule": each.rule, "confidence": each.confidence}
            for each in document.evidence
        }
    return result


_APART = frozenset({"text", "evidence"})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value
