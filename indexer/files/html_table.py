"""Tables of web pages: rows of cells where they hold data, nothing where they only lay out a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.files.html_tree import Element

MAX_COLUMNS = 200
"""Columns of a row; a larger colspan is an attack or a typing error."""

_PROSE = 400
"""A cell with so many characters and several paragraphs lays out a page; cells of data are short."""


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of ``table`` itself, not of tables in it."""
    for child in table.children:
        if isinstance(child, Element):
            if child.name == "tr":
                yield child
            elif child.name in ("thead", "tbody", "tfoot"):
                yield from rows_of(child)


def cells_of(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.name in ("td", "th")]


def is_data(table: Element) -> bool:
    """Whether a table holds data: no table in it, a row of two cells or more, and no cell full of
    paragraphs."""
    if any(element.name == "table" for element in table.elements()):
        return False
    rows = [cells_of(row) for row in rows_of(table)]
    if max(map(len, rows), default=0) < 2:
        return False
    return not any(_is_prose(cell) for row in rows for cell in row)


def _is_prose(cell: Element) -> bool:
    paragraphs = sum(element.name in ("p", "div", "h1", "h2", "h3", "br") for element in cell.elements())
    return paragraphs >= 4 and len(cell.text()) > _PROSE


def table_lines(table: Element, cell_text: Callable[[Element], str]) -> Iterator[str]:
    """One line per row, cells joined by tabs; places covered by a cell that spans rows or columns stay
    empty."""
    reserved: dict[int, int] = {}
    for row in rows_of(table):
        line: list[str] = []
        for cell in cells_of(row):
            _fill_reserved(line, reserved)
            if len(line) >= MAX_COLUMNS:
                break
            width = min(_span(cell, "colspan"), MAX_COLUMNS - len(line))
            height = _span(cell, "rowspan")
            for column in range(len(line), len(line) + width):
                if height > 1:
                    reserved[column] = height
            line += [cell_text(cell)] + [""] * (width - 1)
        _fill_reserved(line, reserved)
        reserved = {column: left - 1 for column, left in reserved.items() if left > 1}
        if any(line):
            yield "\t".join(line).rstrip("\t")


def _fill_reserved(line: list[str], reserved: dict[int, int]) -> None:
    while len(line) in reserved and len(line) < MAX_COLUMNS:
        line.append("")


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "").strip()
    return max(1, min(int(value), 10_000)) if value.isascii() and value.isdigit() and len(value) < 6 else 1
