"""Document numbers that stand on lines of their own: the strongest sign that a document begins nearby."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.identifiers import find_dates, parse_number
from indexer.layout import NUMERALS, LayoutPatterns, Line
from indexer.models import DocumentNumber

_ORDER = re.compile(rf"^[（(]?第\s*([\d{NUMERALS}]{{1,6}})\s*号[）)]?$")
_CUT_NUMBER = re.compile(r"[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*\d{0,5}$")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number that stands on lines of its own, positions ``start`` to before ``end``."""

    start: int
    end: int
    number: DocumentNumber


def number_lines(body: Sequence[Line], patterns: LayoutPatterns) -> list[NumberLine]:
    """Every number on a line (or two, where a line end cut it) of its own, outside tables."""
    found: list[NumberLine] = []
    for i, line in enumerate(body):
        if line.row or len(line.text) > 60 or (found and i < found[-1].end):
            continue
        number = _own_number(line, patterns) or _order_number(body, i)
        if number:
            cut = (
                not line.text.rstrip("）) ").endswith("号") and i + 1 < len(body) and body[i + 1].text == "号"
            )
            found.append(NumberLine(i, i + 2 if cut else i + 1, number))
        elif _CUT_NUMBER.search(line.text) and i + 1 < len(body) and not body[i + 1].row:
            whole = replace(line, text=line.text + body[i + 1].text, walls=())
            joined = _own_number(whole, patterns) if len(body[i + 1].text) <= 8 else None
            if joined:
                found.append(NumberLine(i, i + 2, joined))
    return found


def _own_number(line: Line, patterns: LayoutPatterns) -> DocumentNumber | None:
    """The number that a line consists of, but for a label, a date, a signer or what stands apart beside it."""
    for text in _readings(line, patterns):
        number = parse_number(text)
        if number:
            return number
    return None


def _readings(line: Line, patterns: LayoutPatterns) -> Iterator[str]:
    """The line's text without what may stand beside a number, in several ways; the likeliest first."""
    bare = patterns.countersigned.sub("", patterns.number_label.sub("", line.text)).strip()
    yield from _undated(bare)
    apart = line.walled.split("\u3000")
    if len(apart) > 1 and not re.search("[《》。，；]", line.text):
        yield from (text for piece in (apart[-1], apart[0]) for text in _undated(piece))


def _undated(text: str) -> Iterator[str]:
    bracketed = re.fullmatch(r"[（(]\s*(.+?)\s*[）)]", text)
    text = bracketed.group(1) if bracketed else text
    for date in find_dates(text)[:1]:
        if date.start == 0:
            yield text[date.end :].strip(" ，,、")
        elif date.end == len(text):
            yield text[: date.start].strip(" ，,、（(")
    yield text


def _order_number(body: Sequence[Line], i: int) -> DocumentNumber | None:
    """第12号 below …人民政府令; orders count without a year."""
    order = _ORDER.match(body[i].text)
    if not order or i == 0 or not body[i - 1].text.endswith("令") or len(body[i - 1].text) > 40:
        return None
    above = body[i - 1].text.replace(" ", "")
    if above in ("令", "命令") and i > 1:
        above = body[i - 2].text.replace(" ", "") + above
    return parse_number(above.replace("命令", "令") + "第" + order.group(1) + "号")
