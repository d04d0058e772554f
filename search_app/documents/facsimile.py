"""The sheets that a scanned document is printed on: their pictures, and where on them a text's ranges stand.

Places come from the boxes that were kept when the scan was read; pictures are rendered anew from the source file, in a
process of its own, where the file is still the very one that was indexed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import workers
from indexer.errors import NotFoundError
from indexer.files import Print, may_be_scanned
from indexer.generations import Generation, IssueReport
from indexer.models import Document, Text
from indexer.prints import prints_of
from indexer.scans import Corners, PageJob, PageLine, show_page
from search_app.documents.original import original_source, read_pages
from search_app.highlights import Range

_NARROW = 0.55
"""Width of a Latin letter or a digit, in widths of an ideograph."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: ``number`` is its place there from 1, sizes are the pixels that ``marks`` are given in."""

    number: int
    width: int
    height: int
    marks: tuple[Corners, ...] = ()


def sheets_of(
    document: Document, report: IssueReport, marks: Sequence[Range], generation: Generation
) -> tuple[Sheet, ...]:
    """The sheets a document is printed on, in their order, and where on them the ``marks`` of its text stand.

    () where it is no scan, or nothing is known of its boxes any more.
    """
    prints = _prints(document, report, generation)
    sizes = {each.sheet: each.size for each in prints.values()}
    places: dict[int, list[Corners]] = {sheet: [] for sheet in sorted(sizes)}
    for line, begin, end in _by_line(document.text, marks):
        if line in prints:
            places[prints[line].sheet] += _corners(prints[line].line, begin, end)
    return tuple(Sheet(sheet + 1, *sizes[sheet], tuple(found)) for sheet, found in places.items())


def sheet_job(document: Document, report: IssueReport | None, number: int, generation: Generation) -> PageJob:
    """What renders sheet ``number`` (from 1) of the file that a document stands in.

    Raises NotFoundError where the document is not printed on it, or the file has gone or changed.
    """
    prints = _prints(document, report, generation) if report is not None else {}
    if report is None or all(each.sheet + 1 != number for each in prints.values()):
        raise NotFoundError(f"这篇公文不印在原件的第 {number} 页上")
    source = original_source(generation, report)
    if source is None:
        raise NotFoundError("来源文件已经移走或改动过，看不到原件了")
    return PageJob(source, report.sha256, number - 1, 0, read_pages(generation).folder)


def picture(job: PageJob) -> bytes:
    """The sheet as a JPEG, rendered in a process of its own. Raises NotFoundError where it cannot be."""
    (done,) = workers.run(show_page, [job], processes=1, apart=True)
    if done.result is None:
        raise NotFoundError(f"原件的第 {job.index + 1} 页画不出来")
    return done.result


def _prints(document: Document, report: IssueReport, generation: Generation) -> dict[int, Print]:
    """The prints of the document's lines, by line."""
    source = document.source
    if source is None or not report.sha256 or not may_be_scanned(report.file):
        return {}
    prints = prints_of(report.sha256, read_pages(generation))
    own = enumerate(prints[source.first_line - 1 : source.last_line], source.first_line)
    return {line: each for line, each in own if each is not None}


def _by_line(text: Text, marks: Sequence[Range]) -> Iterator[tuple[int, int, int]]:
    """The pieces of ``marks`` by source line: the line, and which of its characters, blanks not counted."""
    starts = [start for start, _ in text.runs]
    for begin, end in marks:
        for at in range(max(0, bisect_right(starts, begin) - 1), bisect_right(starts, end - 1)):
            start, line = text.runs[at]
            stop = starts[at + 1] if at + 1 < len(starts) else len(text.content)
            first = _filled(text.content[start : max(begin, start)])
            last = _filled(text.content[start : min(end, stop)])
            if first < last:
                yield line, first, last


def _filled(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _corners(line: PageLine, begin: int, end: int) -> Iterator[Corners]:
    """Where characters ``begin`` to ``end`` of a line, blanks not counted, stand: a part of each box they are in."""
    passed = 0
    for piece in line.pieces:
        filled = [at for at, char in enumerate(piece.box.text) if not char.isspace()]
        first, last = max(0, begin - passed), min(len(filled), end - passed)
        passed += len(filled)
        if first < last:
            whole = _width(piece.box.text)
            left = _width(piece.box.text[: filled[first]]) / whole
            right = _width(piece.box.text[: filled[last - 1] + 1]) / whole
            yield _part(piece.box.corners, left, right)


def _width(text: str) -> float:
    return sum(_NARROW if char.isascii() else 1.0 for char in text)


def _part(corners: Corners, left: float, right: float) -> Corners:
    """The part of a box between two shares of its width."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners

    def between(a: float, b: float, share: float) -> float:
        return round(a + (b - a) * share, 1)

    return (
        *(between(x0, x1, left), between(y0, y1, left)),
        *(between(x0, x1, right), between(y0, y1, right)),
        *(between(x3, x2, right), between(y3, y2, right)),
        *(between(x3, x2, left), between(y3, y2, left)),
    )
