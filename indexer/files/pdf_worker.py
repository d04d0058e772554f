"""Runs as a process of its own: a PDF on standard input → the text of its pages on standard output, as JSON.

PDFium is C++ that reads files from anywhere; whatever a broken one does to it ends with this process. The
file is started by its path and imports nothing of gsearch.
"""

from __future__ import annotations

import json
import sys

MAX_PAGES = 5_000
MAX_CHARACTERS = 40_000_000
MAX_MEMORY = 1 << 30
"""Address space of the process, in bytes, where the system can bound it."""


def main() -> int:
    """Writes ``{"pages": [text, …]}``, or ``{"error": "password" | "damaged" | "too_large"}``."""
    _bound_memory()
    import pypdfium2  # heavy, and absent without the extra [pdf]

    pages: list[str] = []
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(document) > MAX_PAGES:
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


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
