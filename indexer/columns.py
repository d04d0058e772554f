"""Pages of two columns that OCR read across, a row of both at a time: found by their gutter and put in order again.

Such a row is one line of text with a blank where the gutter was: the left piece as wide as the column (or short, at a
paragraph's end), the right one no wider. One line tells nothing; a page of them does. Lines on a page that has none
belong to one of the columns or stand across both: what reads on best decides (``weaving``). Pages whose borders are
lost are left as they are, and said to be woven.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from indexer.layout import LayoutPatterns
from indexer.weaving import ACROSS, Reading, Row, pairs_of, read_columns

_GUTTER = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\s])|(?<=[^\s]) +(?=[^\x00-\x7f])")
_BARE = re.compile(r"^[\s#>*-]+|[\s*]+$")
_PAGE_NUMBER = re.compile(r"^[-—–―－·•~～\s]*\d{1,4}[-—–―－·•~～\s]*$")
_RUNNING_HEAD = re.compile(r"公[报報]|政报|(?:19|20)\d{2}\s?年?\s?第\s?\d{1,3}\s?期")
_NARROWEST, _WIDEST = 11, 34
"""Characters of a column's line: A4 in two columns of 10.5 point has 21."""
_LONGEST = 4 * _WIDEST
"""Characters of a row of both columns, of half width at most."""
_SLACK = 1.5
"""Characters by which justified lines of one column differ in width."""
_FEWEST, _SHARE = 5, 0.8
"""Rows of a page whose left piece fills the column, at least, and how many of its long lines the gutter must cut: in
text of one column few lines have a blank, and none at one place."""
_FEWEST_OF_FILE = 8
_WIDEST_ALONE, _FEW_WIDER = 27, 0.1
"""Characters of a line up to which a file of such lines is one of columns, and how many lines may be wider."""
_FEWEST_FULL, _MORE_OFTEN = 8, 0.2
"""Full lines of a page, and the share of them by which more go on in the line after the next than in the next."""
_SENTENCE_END = re.compile(r"[。！？：:；;，,、）)”》]$")
_TALLEST = 80
"""Rows of a page; more are several pages, whose borders are lost."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The lines of a file in reading order, each with the number of the line that it is (a piece of).

    ``rewoven`` and ``doubtful`` are first and last lines of pages that were put in order, and that were left.
    """

    lines: Sequence[tuple[int, str]]
    rewoven: tuple[tuple[int, int], ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()

    @property
    def warnings(self) -> Iterator[str]:
        """A sentence for what was put in order and one for what was not."""
        if self.rewoven:
            yield f"{_stretches(self.rewoven)}是左右两栏横着读的，已按先左栏后右栏重排"
        if self.doubtful:
            yield f"{_stretches(self.doubtful)}像是左右两栏横着读的，分不清页，没有重排：语句可能错乱"


def in_order(raw_lines: Sequence[str], patterns: LayoutPatterns) -> Ordered:
    """The lines as a reader of two columns takes them; a text without woven pages comes back as it is."""
    numbered = list(enumerate(raw_lines, 1))
    width = _column_width(raw_lines) or _narrow_width(raw_lines)
    if width is None:
        return Ordered(numbered)
    pages = list(_pages(numbered))
    pairs = pairs_of(raw_lines)
    in_turn = [_alternates(page, width, pairs) for page in pages]
    woven = [
        _rows(page, width, in_turn=one) if one or _is_woven(page, width) else None
        for page, one in zip(pages, in_turn, strict=True)
    ]
    tall = [len(page) > _TALLEST * (1 + one) for page, one in zip(pages, in_turn, strict=True)]
    reading = Reading.of(chain.from_iterable(rows for rows in woven if rows), width, patterns)
    lines: list[tuple[int, str]] = []
    for page, rows, too_tall in zip(pages, woven, tall, strict=True):
        lines += page if rows is None or too_tall else read_columns(rows, reading)
    marked = [(page, too_tall) for page, rows, too_tall in zip(pages, woven, tall, strict=True) if rows]
    ends = [((page[0][0], page[-1][0]), too_tall) for page, too_tall in marked]
    return Ordered(
        lines,
        tuple(span for span, too_tall in ends if not too_tall),
        tuple(span for span, too_tall in ends if too_tall),
    )


def _stretches(spans: Sequence[tuple[int, int]]) -> str:
    first = "、".join(f"第{begin}–{end}行" for begin, end in spans[:3])
    return first if len(spans) <= 3 else f"{first}等{len(spans)}页"


def _column_width(raw_lines: Sequence[str]) -> float | None:
    """How wide the left pieces of most rows are; None where no width stands out."""
    widths: Counter[int] = Counter()
    for line in raw_lines:
        if _NARROWEST * 2 < len(line) <= _LONGEST and " " in line:
            widths.update({round(left) for left, _, _ in _cuts(line)})
    if not widths:
        return None
    common = max(widths, key=lambda width: sum(widths[width + i] for i in (-1, 0, 1)))
    rows = sum(widths[common + i] for i in (-1, 0, 1))
    return float(common) if rows >= _FEWEST_OF_FILE else None


def _narrow_width(raw_lines: Sequence[str]) -> float | None:
    """How wide most lines are where all of them are a column's; None where they are a page's."""
    widths = Counter(round(_width(line.strip())) for line in raw_lines if line.strip() and "\t" not in line)
    if not widths:
        return None
    common = max(widths, key=lambda width: (widths[width] + widths[width + 1], width))
    wider = sum(count for width, count in widths.items() if width > common + 2)
    fits = _NARROWEST <= common <= _WIDEST_ALONE and wider <= _FEW_WIDER * widths.total()
    return float(common) if fits and widths[common] >= _FEWEST_OF_FILE else None


def _cuts(line: str) -> Iterator[tuple[float, str, str]]:
    """Each way to cut a line at a blank into two pieces that columns may hold: width of the left one, and both."""
    text = _BARE.sub("", line)
    if "\t" in text or not text or len(text) > _LONGEST:
        return
    for gap in _GUTTER.finditer(text):
        left, right = text[: gap.start()], text[gap.end() :]
        width = _width(left)
        if _NARROWEST <= width <= _WIDEST and _width(right) <= width + 3 * _SLACK:
            yield width, left, right


def _width(text: str) -> float:
    """In characters of full width."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


Page = list[tuple[int, str]]


def _pages(numbered: Page) -> Iterator[Page]:
    """Lines by page: a printed page number ends one, a running head begins one."""
    page: Page = []
    for number, text in numbered:
        bare = text.strip()
        if page and _is_running_head(bare) and not _is_running_head(page[-1][1].strip()):
            yield page
            page = []
        page.append((number, text))
        if bare and _PAGE_NUMBER.match(bare):
            yield page
            page = []
    if page:
        yield page


def _is_running_head(text: str) -> bool:
    return 4 <= len(text) <= 40 and bool(_RUNNING_HEAD.search(text)) and not re.search("[。；，：]", text)


def _is_woven(page: Page, width: float) -> bool:
    bare = [_BARE.sub("", text) for _, text in page]
    long = [text for text in bare if _width(text) > width + 2 * _SLACK and not _is_running_head(text)]
    full = sum(any(abs(left - width) <= _SLACK for left, _, _ in _cuts(text)) for text in long)
    return full >= _FEWEST and sum(bool(_fitting(text, width)) for text in long) >= _SHARE * len(long)


def _alternates(page: Page, width: float, pairs: Counter[str]) -> bool:
    """Whether the page's lines go on in the line after the next: those of two columns, one of each in turn.

    Told by the pairs of characters in which a line that is full goes on, as often as the file has them elsewhere.
    """
    texts = [bare for _, text in page if (bare := _BARE.sub("", text)) and not _PAGE_NUMBER.match(bare)]
    next_line = after_next = full = 0
    for line, following, second in zip(texts, texts[1:], texts[2:], strict=False):
        if abs(_width(line) - width) <= 2 * _SLACK and not _SENTENCE_END.search(line):
            full += 1
            next_line += pairs[line[-1] + following[0]] > 0
            after_next += pairs[line[-1] + second[0]] > 0
    return full >= _FEWEST_FULL and after_next - next_line >= _MORE_OFTEN * full


def _fitting(bare: str, width: float) -> list[tuple[str, str]]:
    """The ways to cut a line at a blank into pieces that the columns can hold."""
    gaps = _GUTTER.finditer(bare) if len(bare) <= _LONGEST else ()
    pieces = ((bare[: gap.start()], bare[gap.end() :]) for gap in gaps)
    return [
        (left, right)
        for left, right in pieces
        if _width(left) <= width + _SLACK and _width(right) <= width + 2 * _SLACK
    ]


def _rows(page: Page, width: float, *, in_turn: bool = False) -> list[Row]:
    """The page's rows; lines that are blank part nothing here and go to its end."""
    filled = [replace(_row(number, text, width), in_turn=in_turn) for number, text in page if text.strip()]
    return filled + [Row(number, text, fixed=ACROSS) for number, text in page if not text.strip()]


def _row(number: int, text: str, width: float) -> Row:
    """A line as two pieces where a blank parts them, else as one that ``weaving`` has to place."""
    bare = _BARE.sub("", text)
    if _is_running_head(bare) or _PAGE_NUMBER.match(bare) or "\t" in bare:
        return Row(number, text, fixed=ACROSS)
    fitting = _fitting(bare, width)
    if fitting and _width(bare) > width + _SLACK:
        left, right = max(fitting, key=lambda pair: _width(pair[0]))
        return Row(number, left, right)
    if _width(bare) > width + 2 * _SLACK:
        return Row(number, text, fixed=ACROSS)
    return Row(number, bare, apart=fitting[0] if fitting else None)
