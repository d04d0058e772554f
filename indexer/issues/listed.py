"""The contents list and the documents brought together: each document's row, and the list as it then reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.issues.candidate import Candidate
from indexer.issues.contents import Contents
from indexer.issues.contents_rows import leading_pages
from indexer.issues.counted_pages import counted_pages, page_heads
from indexer.issues.likeness import same_title
from indexer.issues.locating import Row, located, rising
from indexer.issues.matching import match_entries
from indexer.issues.printed_pages import PrintedPages, printed_numbers, printed_pages
from indexer.layout import LayoutPatterns, Line, bare_text
from indexer.models import ContentsEntry

_STRAY = 8
"""Characters by which a row's text is longer than the title found in it, where the imprint ran into it."""
_SPARSEST_PAGE, _FAR = 100, 3
"""Characters of a page with little on it, on the average of several; how many times farther a row may not be."""
_MANY = 4
"""Documents of which a single page, that nothing bears out, is taken for misread."""
_FEW = 2
"""So many titles must be found in front of the documents before it is believed that a list stands there."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a document begins: the number of the file's line, and the characters of text before it."""

    line: int
    offset: int


def listed(
    contents: Contents,
    front: Sequence[Line],
    heads: Sequence[Candidate],
    begins: Sequence[Begin],
    furniture: Sequence[Line],
    patterns: LayoutPatterns,
) -> tuple[Contents, list[ContentsEntry | None], PrintedPages | None]:
    """The list with a row for each document that it names, each head's row (None where it names none), and the
    body's own page numbers where the list bears them out.

    Rows that were read whole keep title and number; page and section come from where the title was found.
    ``begins`` is where the heads begin, ``furniture`` what pages repeat.
    """
    entries = match_entries(contents.entries, heads)
    leading = leading_pages(front)
    rows = {} if leading else located(front, heads, contents.sections, patterns)
    if len(rows) < _FEW and not contents.entries:
        return contents, entries, None
    pairs = zip(heads, entries, strict=True)
    merged = [_merged(head, entry, rows.get(i)) for i, (head, entry) in enumerate(pairs)]
    merged = _in_order(merged, begins, {i for i, entry in enumerate(entries) if entry and entry.page})
    lines = [begin.line for begin in begins]
    printed = _printed_pages(merged, lines, furniture)
    paged = _with_counted_pages(_with_printed_pages(merged, lines, printed), lines, furniture)
    return _with_rows(contents, entries, paged, rows), paged, printed


def _printed_pages(
    entries: Sequence[ContentsEntry | None], begins: Sequence[int], furniture: Sequence[Line]
) -> PrintedPages | None:
    known = [(line, entry.page) for line, entry in zip(begins, entries, strict=True) if entry and entry.page]
    return printed_pages(furniture, begins[0], known) if begins else None


def _with_printed_pages(
    entries: Sequence[ContentsEntry | None], begins: Sequence[int], printed: PrintedPages | None
) -> list[ContentsEntry | None]:
    """The entries with the body's own page numbers where the list's are lost or cannot be."""
    if printed is None:
        return list(entries)
    result: list[ContentsEntry | None] = []
    for line, entry in zip(begins, entries, strict=True):
        page = printed.page_of(line)
        lost = entry is not None and (entry.page is None or not printed.holds(entry.page))
        stands_in = replace(entry, page=page, page_printed=page is not None) if entry and lost else entry
        result.append(stands_in)
    return result


def _with_counted_pages(
    entries: Sequence[ContentsEntry | None], begins: Sequence[int], furniture: Sequence[Line]
) -> list[ContentsEntry | None]:
    """The entries with pages counted by their running heads where neither list nor numbers tell."""
    numbers = printed_numbers(furniture)
    alone = {line for line, _ in numbers}
    heads = page_heads(line.number for line in furniture if line.number not in alone)
    known = [(line, entry.page) for line, entry in zip(begins, entries, strict=True) if entry and entry.page]
    counted = counted_pages(heads, begins[0], [*known, *numbers]) if begins else None
    if counted is None:
        return list(entries)
    return [
        replace(entry, page=page, page_printed=True)
        if entry and entry.page is None and (page := counted.page_of(line))
        else entry
        for line, entry in zip(begins, entries, strict=True)
    ]


def _in_order(
    entries: Sequence[ContentsEntry | None], begins: Sequence[Begin], whole: Collection[int]
) -> list[ContentsEntry | None]:
    """The entries without the pages that fall behind those of the rows before them, or that the text between two
    documents cannot fill. ``whole`` are those whose rows were read whole, with their pages.
    """
    order = sorted((entry.line, i) for i, entry in enumerate(entries) if entry)
    kept = rising([entry.page if entry else None for entry in (entries[i] for _, i in order)])
    pages = {i: page for (_, i), page in zip(order, kept, strict=True)}
    fitting = _fitting([(pages.get(i), begin.offset) for i, begin in enumerate(begins)], whole)
    return [entry and replace(entry, page=fitting[i]) for i, entry in enumerate(entries)]


def _fitting(places: Sequence[tuple[int | None, int]], whole: Collection[int]) -> list[int | None]:
    """The pages, each given with the characters before it, but for those that nothing bears out."""
    known = [(at, page, offset) for at, (page, offset) in enumerate(places) if page is not None]
    while len(known) > 1 and _far_apart(known[-2], known[-1], known[-2][1] - known[0][1]):
        known.pop()
    if len(known) == 1 and len(places) >= _MANY and known[0][0] not in whole:
        known = []
    kept = {at: page for at, page, _ in known}
    return [kept.get(at) for at in range(len(places))]


def _far_apart(before: tuple[int, int, int], last: tuple[int, int, int], span: int) -> bool:
    """Whether the text between two documents is too little for the pages between them, and the pages are far more
    than the ``span`` of all documents before: the last row's page is misread (60 for 9).
    """
    pages, characters = last[1] - before[1], last[2] - before[2]
    return pages > _FAR * max(span, 4) and pages > characters // _SPARSEST_PAGE


def _merged(head: Candidate, entry: ContentsEntry | None, row: Row | None) -> ContentsEntry | None:
    if row is None:
        return entry
    if entry is None:
        return ContentsEntry(row.title, row.line, None, row.page, row.section)
    longest = max(len(row.title), len(head.title))
    alike = same_title(entry.title, head.title, head.issuer)
    glued = len(entry.title) > (longest if alike else len(row.title)) + _STRAY
    title = row.title if glued else entry.title
    line = row.line if glued else entry.line
    return replace(
        entry, title=title, line=line, page=row.page or entry.page, section=row.section or entry.section
    )


def _with_rows(
    contents: Contents,
    before: Sequence[ContentsEntry | None],
    merged: Sequence[ContentsEntry | None],
    rows: Mapping[int, Row],
) -> Contents:
    """The entries with those of the documents in their new form; rows that only repeat a located one's go."""
    taken = {id(entry) for entry in before if entry}
    titles = [bare_text(row.title) for i, row in rows.items() if before[i] is None]
    left = [
        entry
        for entry in contents.entries
        if id(entry) not in taken
        and not any(title in bare_text(entry.title) or bare_text(entry.title) in title for title in titles)
    ]
    entries = sorted([*left, *(entry for entry in merged if entry)], key=lambda entry: entry.line)
    sections = dict.fromkeys([*contents.sections, *(row.section for row in rows.values() if row.section)])
    return Contents(tuple(entries), tuple(sections))
