"""A table inside a document: its columns in line where they fit, else each row as 列名：值."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search_app.terminal.layout import CELL_BORDER, Range, Screen, display_width, wrap
from search_app.terminal.style import paint, paint_marked

_LONGEST_NAME = 20
"""Characters of a cell up to which it may name a column."""
_WIDEST_IN_A_PIPE = 160


def table_lines(
    content: str, rows: Sequence[Sequence[Range]], marks: Sequence[Range], screen: Screen
) -> Iterator[str]:
    """``rows`` are the cells as ranges of ``content``, ``marks`` what is to be painted in it."""
    room = screen.columns if screen.rows else max(screen.columns, _WIDEST_IN_A_PIPE)
    widths = _widths(content, rows)
    if sum(widths) + len(CELL_BORDER) * (len(widths) - 1) <= room:
        yield from (_aligned(content, row, widths, marks, screen) for row in rows)
    elif _is_header(content, rows):
        names = [content[start:end].strip() for start, end in rows[0]]
        for row in rows[1:]:
            if [content[start:end].strip() for start, end in row] == names:
                continue
            yield from _by_name(content, names, row, marks, screen)
            yield ""
    else:
        for row in rows:
            yield from _wrapped(content, (row[0][0], row[-1][1]), marks, screen)


def _widths(content: str, rows: Sequence[Sequence[Range]]) -> list[int]:
    """The width of each column; a row of one cell is a heading that reaches over all."""
    count = max(map(len, rows))
    widths = [0] * count
    for row in rows:
        for at, (start, end) in enumerate(row if len(row) > 1 or count == 1 else ()):
            widths[at] = max(widths[at], display_width(content[start:end]))
    return widths


def _aligned(
    content: str, row: Sequence[Range], widths: Sequence[int], marks: Sequence[Range], screen: Screen
) -> str:
    cells = [
        paint_marked(content, cell, marks, screen)
        + " " * max(width - display_width(content[slice(*cell)]), 0)
        for cell, width in zip(row, widths, strict=False)
    ]
    return CELL_BORDER.join(cells).rstrip()


def _is_header(content: str, rows: Sequence[Sequence[Range]]) -> bool:
    """Whether the first row names the columns: all its cells are filled and short, and rows follow."""
    cells = [content[start:end].strip() for start, end in rows[0]]
    named = all(0 < len(cell) <= _LONGEST_NAME for cell in cells)
    return named and len(rows) > 1 and len(cells) == max(map(len, rows))


def _by_name(
    content: str, names: Sequence[str], row: Sequence[Range], marks: Sequence[Range], screen: Screen
) -> Iterator[str]:
    """A line for each filled cell, its name before it."""
    filled = [(name, cell) for name, cell in zip(names, row, strict=False) if content[slice(*cell)].strip()]
    for name, cell in filled:
        head = f"{name}：" if len(filled) > 1 or cell != row[0] else ""
        indent = min(display_width(head), screen.columns // 2)
        for number, line in enumerate(_lines(content, cell, screen, indent)):
            before = paint(head, "quiet", screen) if number == 0 else " " * indent
            yield before + paint_marked(content, line, marks, screen)


def _wrapped(content: str, part: Range, marks: Sequence[Range], screen: Screen) -> Iterator[str]:
    yield from (paint_marked(content, line, marks, screen) for line in _lines(content, part, screen))


def _lines(content: str, part: Range, screen: Screen, indent: int = 0) -> list[Range]:
    """``part`` of ``content`` as lines, each a range of it; one line in a pipe."""
    begin, end = part
    if not screen.rows:
        return [part]
    return [
        (begin + start, begin + finish) for start, finish in wrap(content[begin:end], screen.columns - indent)
    ]
