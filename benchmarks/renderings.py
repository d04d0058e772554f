"""How gazettes are read from Word, web pages and PDF: the judged issues' text layers, put into each format again.

::

    python -m benchmarks.renderings ../shared/ocr

Takes the ``clean`` variant of every issue there, writes it as .docx, .html and .pdf, parses these and runs the
folder's own scorer. Documents are matched by number or title; where they lie in the file is not scored.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import dictionaries
from indexer.files import extract
from indexer.models import document_as_json
from indexer.parse import parse_extracted

_PROSE = re.compile("[，。；、]")
_FULL = 0.85
"""Share of the longest lines from which on a line goes on in the next."""
_LINES, _LEAD, _SIZE, _LEFT, _TOP = 48, 15, 9, 50, 800
"""Lines of a printed page; points."""


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Printed lines of running text joined where a line is full and ends no sentence; titles keep their lines."""
    widths = sorted(len(line) for line in lines if "\t" not in line)
    full = _FULL * widths[len(widths) * 9 // 10]
    text = ""
    for line in lines:
        text += line.strip()
        prose = _PROSE.search(text) and not line.endswith(("。", "：", "；", ":", "）", ")"))
        if "\t" in line or len(line) < full or not prose:
            yield from (text,) if text else ()
            text = ""
    yield from (text,) if text else ()


def as_docx(lines: Sequence[str]) -> bytes:
    """Paragraphs and tables of a Word document."""
    from docx import Document

    word = Document()
    for is_table, group in groupby(paragraphs(lines), lambda text: "\t" in text):
        if not is_table:
            for text in group:
                word.add_paragraph(text)
            continue
        rows = [text.split("\t") for text in group]
        table = word.add_table(len(rows), max(map(len, rows)))
        for row, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                place.text = cell
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def as_html(lines: Sequence[str]) -> bytes:
    """A page of paragraphs and tables, without any head that states its title."""
    body = []
    for is_table, group in groupby(paragraphs(lines), lambda text: "\t" in text):
        if is_table:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in text.split("\t")) for text in group)
            body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            body += [f"<p>{html.escape(text)}</p>" for text in group]
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(body)}</body></html>'.encode()


def as_pdf(lines: Sequence[str]) -> bytes:
    """Printed lines on pages with a text layer."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for at in range(0, len(lines), _LINES):
        canvas.setFont("STSong-Light", _SIZE)
        for row, line in enumerate(lines[at : at + _LINES]):
            for column, cell in enumerate(line.split("\t")):
                canvas.drawString(_LEFT + 120 * column, _TOP - _LEAD * row, cell)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


FORMATS: Mapping[str, Callable[[Sequence[str]], bytes]] = {"docx": as_docx, "html": as_html, "pdf": as_pdf}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.renderings",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("ocr", type=Path, help="folder with truth.jsonl, score.py and ISSUE.clean.txt")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(scored(given.ocr, Path(folder), errors=given.errors))


def scored(ocr: Path, folder: Path, *, errors: bool = False) -> str:
    """What the scorer says of the issues of ``ocr``, written and parsed in ``folder``."""
    lengths = {
        (text.name.split(".")[0], kind): _parsed(text, kind, folder)
        for text in sorted(ocr.glob("*.clean.txt"))
        for kind in FORMATS
    }
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for line in (ocr / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            known = json.loads(line)
            known["lines"] = {kind: [1, lengths[known["issue"], kind]] for kind in FORMATS}
            truth.write(json.dumps(known, ensure_ascii=False) + "\n")
    told = ["--errors"] if errors else []
    command = [sys.executable, ocr / "score.py", folder / "truth.jsonl", folder, "--pred", folder, *told]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def _parsed(text: Path, kind: str, folder: Path) -> int:
    """Writes the issue in a format, its lines as extracted and its documents as found; the number of lines."""
    issue = text.name.split(".")[0]
    extracted = extract(f"{issue}.{kind}", FORMATS[kind](text.read_text(encoding="utf-8").splitlines()), None)
    found = parse_extracted(f"{issue}.{kind}", extracted, dictionaries.load()).documents
    (folder / f"{issue}.{kind}.txt").write_text("\n".join(extracted.lines), encoding="utf-8")
    records = (json.dumps(document_as_json(each, with_text=True), ensure_ascii=False) for each in found)
    (folder / f"{issue}.{kind}.jsonl").write_text("\n".join(records), encoding="utf-8")
    return len(extracted.lines)


if __name__ == "__main__":
    main()
