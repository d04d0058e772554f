"""OFD (GB/T 33190-2016) → raw lines with page numbers: text objects put into lines by where they stand.

No reference is followed more than once and none recursively, so that a file that refers to itself ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.errors import ExtractError
from indexer.files.extracted import Extracted
from indexer.files.package import Package, local_name, resolve
from indexer.files.running import printed_numbers, without_running
from indexer.files.text import clean

MAX_PAGES = 5_000
MAX_DEPTH = 20
"""Page blocks within page blocks; writers nest them two deep."""

_ROOT = "OFD.xml"
_SAME_LINE = 0.5
"""Share of a character's height by which two objects of one line may differ in height."""

_GAP = 1.2
"""Characters' widths between two objects of one line from which they are words apart."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text object: its baseline, left and right edge and character size, in millimetres from the page's
    top left."""

    y: float
    left: float
    right: float
    size: float
    text: str


def extract_ofd(data: bytes) -> Extracted:
    """The text of an OFD document, page by page. Raises ExtractError where it is damaged or holds no text."""
    package = Package(data)
    if _ROOT not in package:
        raise ExtractError("文件已损坏，或不是 OFD：缺少 OFD.xml")
    pages = [_lines(pieces) for pieces in _pages(package)]
    if not any(pages):
        raise ExtractError("OFD 里没有文字（可能是扫描件），需要先做文字识别（OCR）")
    lines: list[str] = []
    starts: list[tuple[int, int]] = []
    for number, page in zip(printed_numbers(pages), without_running(pages), strict=True):
        starts.append((len(lines), number))
        lines += page
    return Extracted(kind="ofd", lines=tuple(lines), pages=tuple(starts))


def _pages(package: Package) -> Iterator[list[_Piece]]:
    seen: set[str] = set()
    for body in _named(package.xml(_ROOT), "DocBody"):
        for root in _named(body, "DocRoot"):
            document = resolve(_ROOT, root.text or "")
            if document.lower() in seen or len(seen) > MAX_PAGES:
                continue
            seen.add(document.lower())
            for page in _named(package.xml(document), "Page"):
                part = resolve(document, page.get("BaseLoc", ""))
                if part.lower() in seen or len(seen) > MAX_PAGES:
                    continue
                seen.add(part.lower())
                yield _page_pieces(package, part)


def _page_pieces(package: Package, part: str) -> list[_Piece]:
    """The text objects of one page; a page that is missing or broken has none, so that the others are
    read."""
    if part not in package:
        return []
    return [piece for content in _named(package.xml(part), "Content") for piece in _pieces(content, 0)]


def _pieces(container: Element, depth: int) -> Iterator[_Piece]:
    if depth > MAX_DEPTH:
        return
    for element in container:
        name = local_name(element)
        if name == "TextObject":
            yield from _text_object(element)
        elif name in ("Layer", "PageBlock"):
            yield from _pieces(element, depth + 1)


def _text_object(element: Element) -> Iterator[_Piece]:
    """One piece per TextCode; its place is that of the object's boundary plus its own, scaled by the
    matrix."""
    left, top, width, _ = _numbers(element.get("Boundary"), 4)
    matrix = _numbers(element.get("CTM"), 6) if element.get("CTM") else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    size = _numbers(element.get("Size"), 1)[0] * (abs(matrix[3]) or abs(matrix[1]) or 1.0) or 4.0
    x = y = 0.0
    for code in element:
        if local_name(code) != "TextCode":
            continue
        # A place that is not stated is that of the code before (GB/T 33190, 11.3).
        x = _numbers(code.get("X"), 1)[0] if code.get("X") else x
        y = _numbers(code.get("Y"), 1)[0] if code.get("Y") else y
        text = clean((code.text or "").replace("\n", " ").replace("\r", " "))
        if text.strip():
            start = left + matrix[0] * x + matrix[2] * y + matrix[4]
            advance = _advance(code.get("DeltaX"), len(text), size / (abs(matrix[3]) or 1.0)) * abs(matrix[0])
            base = top + matrix[1] * x + matrix[3] * y + matrix[5]
            yield _Piece(base, start, start + min(advance, width or advance), size, text)


def _advance(deltas: str | None, count: int, size: float) -> float:
    """The width of ``count`` characters: their stated steps and the last one's size; ``g 3 5.0`` is 5.0
    thrice."""
    words = (deltas or "").split()[: count * 3]
    total, steps, at = 0.0, 0, 0
    while at < len(words) and steps < count - 1:
        if words[at] == "g" and at + 2 < len(words):
            repeat = min(int(_number(words[at + 1])), count - 1 - steps)
            total, steps, at = total + repeat * _number(words[at + 2]), steps + repeat, at + 3
        else:
            total, steps, at = total + _number(words[at]), steps + 1, at + 1
    return total + (count - steps) * size


def _lines(pieces: list[_Piece]) -> list[str]:
    """Pieces from top to bottom, those of one height put together from left to right."""
    lines: list[str] = []
    row: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y, piece.left)):
        if row and piece.y - row[0].y > _SAME_LINE * max(piece.size, row[0].size):
            lines.append(_joined(row))
            row = []
        row.append(piece)
    if row:
        lines.append(_joined(row))
    return [line for line in lines if line]


def _joined(row: list[_Piece]) -> str:
    text, right = "", 0.0
    for piece in sorted(row, key=lambda piece: piece.left):
        if text and piece.left - right > _GAP * piece.size:
            text += " "
        text += piece.text
        right = piece.right
    return text.strip()


def _named(element: Element, name: str) -> Iterator[Element]:
    """The elements of that local name anywhere below."""
    return (inner for inner in element.iter() if local_name(inner) == name)


def _numbers(text: str | None, count: int) -> list[float]:
    values = [_number(word) for word in (text or "").split()[:count]]
    return values + [0.0] * (count - len(values))


def _number(word: str) -> float:
    """A stated measure; 0 for what is none, or is out of any page."""
    try:
        value = float(word)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0
