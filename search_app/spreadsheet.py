"""Tables as Excel workbooks, row by row in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from indexer.errors import UsageError

MOST_ROWS = 1_048_575
"""Rows of a sheet below its heading (Excel's own bound)."""

LONGEST_CELL = 32_767
"""Characters of a cell (Excel's own bound); what is longer is cut and says so."""

_CUT = "……（太长，未完）"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
"""What no XML may hold."""


def write_xlsx(target: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes one sheet with ``headings`` and ``rows`` to ``target`` (binary, seekable).

    Strings stay strings, whatever they begin with. Raises UsageError where XlsxWriter is not installed, or there are
    more rows than a sheet holds; OSError where ``target`` takes no more.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError("要写 .xlsx 还缺一个程序库；请运行：pip install XlsxWriter，或改用 csv") from None

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with _told(xlsxwriter.Workbook(target, options)) as book:
        sheet = book.add_worksheet("公文")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise UsageError(f"一张表最多 {MOST_ROWS} 行；请用筛选条件分几次导出，或改用 csv、jsonl")
            _write_row(sheet, number, row)


@contextmanager
def _told(book: Any) -> Iterator[Any]:
    """``book``, closed at the end; XlsxWriter wraps what the system says then, which others know how to tell."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        with book:
            yield book
    except FileCreateError as error:
        if error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from None
        raise


def _write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, _cell(value))
        elif value is not None:
            sheet.write_number(number, column, value)


def _cell(text: str) -> str:
    """``text`` as a cell may hold it."""
    text = _CONTROL.sub("", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT
