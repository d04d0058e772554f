"""Runs as a process of its own: a PDF on standard input → the text of its pages on standard output, as JSON.

PDFium is C++ that reads files from anywhere; whatever a broken one does to it ends with this process. The
file is started by its path and imports nothing of gsearch.
"""

from __future__ import annotations

import json
import sys

MAX_PAGES = 5_000
MAX_CHARACTERS = 40_000_000
MAX_MEMORY, MEMORY_PER_BYTE = 512 << 20, 3
"""Address space of the process, in bytes, and for every byte of the file, where the system can bound it."""

LEGIBLE = 20
"""Letters, digits and ideographs from which a page's text layer is its text; scanners stamp fewer on a picture."""

GARBLED = 0.3
"""The share of private or unknown signs in a text layer that no reader can use."""

COVERED = 0.2
"""The share of a page that pictures cover, if they are what it shows."""

OUTLINES = 40
"""Drawn paths of a page whose characters are drawn as outlines; frames and rules are fewer."""

MAX_PAGE_SIZE = 14_400.0
"""Width and height of a page in points: 5 m, the most that PDF allows without scaling (ISO 32000-1, annex C)."""


def main() -> int:
    """Writes ``{"pages": [text, …], "scanned": [index, …]}``, or ``{"error": "password" | "damaged" | "too_large"}``.

    ``scanned`` are the pages whose text layer is not what they show. The only argument is the file's size in bytes.
    """
    _bound_memory(MAX_MEMORY + MEMORY_PER_BYTE * int(sys.argv[1]))
    import pypdfium2  # heavy, and absent without the extra [pdf]

    pages: list[str] = []
    scanned: list[int] = []
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(document) > MAX_PAGES or _has_huge_page(document):
            return _answer({"error": "too_large"})
        size = 0
        for number in range(len(document)):
            text, drawn = _page_text(document, number)
            pages.append(text)
            scanned += [number] if drawn else []
            size += len(pages[-1])
            if size > MAX_CHARACTERS:
                return _answer({"error": "too_large"})
    except pypdfium2.PdfiumError as error:
        return _answer({"error": "password" if "password" in str(error).lower() else "damaged"})
    except MemoryError:
        return _answer({"error": "too_large"})
    return _answer({"pages": pages, "scanned": scanned})


def _has_huge_page(document: object) -> bool:
    """Whether a page is larger than PDF allows; looked at before any page's content is read."""
    sizes = (document.get_page_size(number) for number in range(len(document)))  # type: ignore[attr-defined, arg-type]
    return any(max(size) > MAX_PAGE_SIZE for size in sizes)


def _page_text(document: object, number: int) -> tuple[str, bool]:
    """The text layer of a page, and whether that is not what the page shows."""
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        text_page = page.get_textpage()
        text = str(text_page.get_text_range())
        scanned = _is_garbled(text) or (_letters(text) < LEGIBLE and _is_drawn(page))
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        # One broken page; the others may be whole.
        return "", False
    return text, scanned


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _is_garbled(text: str) -> bool:
    """Whether many signs of a text layer say nothing: their font does not tell what they are."""
    filled = [char for char in text if not char.isspace()]
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in filled)
    return unknown > GARBLED * len(filled)


def _is_drawn(page: object) -> bool:
    """Whether a page shows pictures, or characters that are drawn as outlines."""
    from pypdfium2 import raw

    width, height = page.get_size()  # type: ignore[attr-defined]
    covered, outlines = 0.0, 0
    for each in page.get_objects(max_depth=4):  # type: ignore[attr-defined]
        if each.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = each.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        outlines += each.type == raw.FPDF_PAGEOBJ_PATH
        if covered >= COVERED * width * height or outlines >= OUTLINES:
            return True
    return False


def _answer(value: dict[str, object]) -> int:
    sys.stdout.write(json.dumps(value))
    return 0


def _bound_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    sys.exit(main())
