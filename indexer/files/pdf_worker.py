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

MAX_PAGE_SIZE = 14_400.0
"""Width and height of a page in points: 5 m, the most that PDF allows without scaling (ISO 32000-1, annex C)."""


def main() -> int:
    """Writes ``{"pages": [text, …]}``, or ``{"error": "password" | "damaged" | "too_large"}``.

    The only argument is the size of the file, in bytes.
    """
    _bound_memory(MAX_MEMORY + MEMORY_PER_BYTE * int(sys.argv[1]))
    import pypdfium2  # heavy, and absent without the extra [pdf]

    pages: list[str] = []
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(document) > MAX_PAGES or _has_huge_page(document):
            return _answer({"error": "too_large"})
        size = 0
        for number in range(len(document)):
            pages.append(_page_text(document, number))
            size += len(pages[-1])
            if size > MAX_CHARACTERS:
                return _answer({"error": "too_large"})
    except pypdfium2.PdfiumError as error:
        return _answer({"error": "password" if "password" in str(error).lower() else "damaged"})
    except MemoryError:
        return _answer({"error": "too_large"})
    return _answer({"pages": pages})


def _has_huge_page(document: object) -> bool:
    """Whether a page is larger than PDF allows; looked at before any page's content is read."""
    sizes = (document.get_page_size(number) for number in range(len(document)))  # type: ignore[attr-defined, arg-type]
    return any(max(size) > MAX_PAGE_SIZE for size in sizes)


def _page_text(document: object, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        # One broken page; the others may be whole.
        return ""
    return str(text)


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
