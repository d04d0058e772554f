"""Which document, and which line, a correction means: by what is read there rather than by counting lines.

Another OCR of the same pages moves lines and mends or breaks characters. So a number or a title is looked for first,
as it is read today or as the correction puts it; a line only decides among several, and alone it is believed only
where a document begins. What finds nothing, or more than one, is not applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.corrections.side_file import Address, Correction, Corrections
from indexer.identifiers import parse_number
from indexer.issues import NOTHING_TOLD, Told, alike
from indexer.layout import Line, bare_text
from indexer.models import Document


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person said of a file: where documents begin and where none does, ``values`` by field for the document
    whose first line it is, and those of the ``gazette``.
    """

    told: Told = NOTHING_TOLD
    values: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    gazette: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self != NO_ORDERS


NO_ORDERS = Orders()


class _LostError(ValueError):
    """An address that names nothing, or more than one; the message is a Chinese clause."""


def addressed(
    corrections: Corrections, documents: Sequence[Document], lines: Sequence[Line], name: str
) -> tuple[Orders, tuple[str, ...]]:
    """The corrections as orders about lines, and a warning for each entry whose address is not found.

    ``documents`` are the file's as read without corrections, ``name`` is the side file's.
    """
    begin, never, values = set[int](), set[int](), dict[int, Mapping[str, Any]]()
    warnings = list(corrections.warnings)
    for entry in corrections.entries:
        try:
            at = _line_of(entry, documents, lines)
        except _LostError as lost:
            warnings.append(f"{name}：{entry.address.named}{lost}，没有采用")
            continue
        if entry.kind == "split":
            begin.add(at)
        elif entry.removes:
            never.add(at)
        if entry.values:
            values[at] = {**values.get(at, {}), **entry.values}
    told = Told(frozenset(begin), frozenset(never))
    return Orders(told, values, corrections.gazette), tuple(warnings)


def _line_of(entry: Correction, documents: Sequence[Document], lines: Sequence[Line]) -> int:
    """The number of the line on which the document begins. Raises _LostError."""
    if entry.kind == "split":
        return _quoted_line(entry.address, lines)
    document = _document(entry, documents)
    assert document.source is not None
    return document.source.first_line


def _document(entry: Correction, documents: Sequence[Document]) -> Document:
    address = entry.address
    tests: list[Callable[[Document], bool]] = []
    if address.number is not None:
        tests.append(lambda each: _bears(each, (address.number, entry.values.get("number"))))
    if address.title is not None:
        tests.append(lambda each: _is_titled(each, (address.title, entry.values.get("title"))))
    if not tests:
        return _one([each for each in documents if _begins_at(each, address.line)], address)
    both = [each for each in documents if all(test(each) for test in tests)]
    either = both or next(filter(None, ([each for each in documents if test(each)] for test in tests)), [])
    return _one(either, address)


def _one(found: Sequence[Document], address: Address) -> Document:
    """The only one, or the one nearest to the line. Raises _LostError."""
    if not found:
        raise _LostError(f"（{_shown(address)}）在文件里没有找到")
    if len(found) == 1:
        return found[0]
    if address.line is None:
        begins = "、".join(str(_first(each)) for each in found[:5])
        raise _LostError(f"（{_shown(address)}）不止一篇（起始行 {begins}），请写明 line")
    line = address.line
    return min(found, key=lambda each: abs(_first(each) - line))


def _bears(document: Document, numbers: Iterable[str | None]) -> bool:
    wanted = {str(parsed) for number in numbers if number and (parsed := parse_number(number))}
    return document.number in wanted


def _is_titled(document: Document, titles: Iterable[str | None]) -> bool:
    """The title holds one of ``titles``, or is one of them but for a misread character in twelve."""
    own = bare_text(document.title)
    wanted = [bare_text(title) for title in titles if title]
    return any(each and (each in own or alike(each, own)) for each in wanted)


def _begins_at(document: Document, line: int | None) -> bool:
    """The line is the document's first or one of those down to its title's."""
    title = next((each.line for each in document.evidence if each.field == "title"), None)
    return line is not None and _first(document) <= line <= (title or _first(document))


def _quoted_line(address: Address, lines: Sequence[Line]) -> int:
    if address.text is None:
        known = address.line is not None and 1 <= address.line <= len(lines)
        if not known or lines[(address.line or 1) - 1].blank:
            raise _LostError(f"的 line = {address.line}：文件没有这一行，或它是空行")
        return address.line or 0
    wanted = bare_text(address.text)
    found = [each.number for each in lines if not each.blank and wanted and wanted in bare_text(each.text)]
    found = found or [each.number for each in lines if not each.blank and alike(wanted, bare_text(each.text))]
    if not found:
        raise _LostError(f"的 text = “{address.text}”在文件里没有找到")
    if len(found) > 1 and address.line is None:
        raise _LostError(
            f"的 text = “{address.text}”不止一处（第 {'、'.join(map(str, found[:5]))} 行），请写明 line"
        )
    return min(found, key=lambda number: abs(number - (address.line or number)))


def _first(document: Document) -> int:
    return document.source.first_line if document.source else 0


def _shown(address: Address) -> str:
    told = (("number", address.number), ("title", address.title), ("line", address.line))
    return "，".join(f"{key} = {value}" for key, value in told if value is not None)
